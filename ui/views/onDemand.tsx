import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page whose code is fetched when it is first wanted; said so where it cannot be had. What has the class of `room` keeps its place until then. */
export function OnDemand({ load, room }: { load: () => Promise<ComponentType>; room?: string }) {
  const [state, setState] = useState<{ Part: ComponentType } | 'loading' | 'missing'>('loading');
  useEffect(() => {
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
  }, [load]);
  if (state === 'loading') return room === undefined ? null : <div class={room} />;
  if (state === 'missing') return <p role="alert">This part of the page could not be loaded: the server it came from does not answer. Try again when it does.</p>;
  return <state.Part />;
}
