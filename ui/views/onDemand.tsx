import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page whose code is fetched when it is first wanted; said so where it cannot be had. `room` is the class of what keeps its place until then; nothing is fetched before `when`; `about` is what the part is given. */
export function OnDemand<About extends object>({ load, room, when = true, about }: { load: () => Promise<ComponentType<About>>; room?: string; when?: boolean } & (object extends About ? { about?: About } : { about: About })) {
  const [state, setState] = useState<{ Part: ComponentType<About> } | 'loading' | 'missing'>('loading');
  useEffect(() => {
    if (!when) return undefined;
    let wanted = true;
    load().then(
      (Part) => {
        if (wanted) setState({ Part });
      },
      () => {
        if (wanted) setState('missing');
      },
    );
    return () => {
      wanted = false;
    };
  }, [load, when]);
  if (state === 'loading') return room === undefined ? null : <div class={room} />;
  if (state === 'missing') return <p role="alert">This part of the page could not be loaded: the server it came from does not answer. Try again when it does.</p>;
  return <state.Part {...(about as About)} />;
}
