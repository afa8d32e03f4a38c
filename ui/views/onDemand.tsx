import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page whose code is fetched when it is first wanted; said so where it cannot be had, with a way to try again. `room` is the class of what keeps its place until then, `meanwhile` what stands there instead; nothing is fetched before `when`; `about` is what the part is given. */
export function OnDemand<About extends object>({ load, room, meanwhile, when = true, about }: { load: () => Promise<ComponentType<About>>; room?: string; meanwhile?: ComponentChildren; when?: boolean } & (object extends About ? { about?: About } : { about: About })) {
  const [state, setState] = useState<{ Part: ComponentType<About> } | 'loading' | 'missing'>('loading');
  const isWanted = when && state === 'loading';
  useEffect(() => {
    if (!isWanted) return undefined;
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
  }, [load, isWanted]);
  if (state === 'loading') return room === undefined ? <>{meanwhile}</> : <div class={room} />;
  if (state === 'missing')
    return (
      <>
        {meanwhile}
        <p role="alert">
          This part of the page could not be loaded: the server it came from does not answer.{' '}
          <button type="button" onClick={() => setState('loading')}>
            Try again
          </button>
        </p>
      </>
    );
  return <state.Part {...(about as About)} />;
}
