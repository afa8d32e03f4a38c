import '../style/goesOn.css';
import { useEffect } from 'preact/hooks';
import { speak } from '../state/cursor.ts';
import { startAfresh } from '../state/keeping.ts';
import { goesOn, refused } from '../state/notices.ts';

/** What the page began with, where that is not what its address says. */
export function GoesOn() {
  return (
    <>
      {refused.value !== null && <Refused sentence={refused.value} />}
      {goesOn.value !== null && <Earlier at={goesOn.value} />}
    </>
  );
}

function Refused({ sentence }: { sentence: string }) {
  return (
    <div class="notice" role="alert">
      <p>{sentence}</p>
      <Dismiss what="what is said about what was not opened" dismiss={() => (refused.value = null)} />
    </div>
  );
}

function Earlier({ at }: { at: number }) {
  const sentence = `Going on with what you were doing ${when(new Date(at), new Date())}`;
  useEffect(() => speak(sentence), [sentence]);
  return (
    <div class="notice">
      <p>{sentence}</p>
      <button
        type="button"
        onClick={(event) => {
          leave(event.currentTarget);
          goesOn.value = null;
          void startAfresh();
        }}
      >
        Start afresh
      </button>
      <Dismiss what="what is said about the last visit" dismiss={() => (goesOn.value = null)} />
    </div>
  );
}

function Dismiss({ what, dismiss }: { what: string; dismiss: () => void }) {
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Dismiss ${what}`}
      title="Dismiss"
      onClick={(event) => {
        leave(event.currentTarget);
        dismiss();
      }}
    >
      ×
    </button>
  );
}

/** The focus goes on from where the notice was: to the result, which needs no stop of its own otherwise. */
function leave(button: HTMLElement): void {
  const result = button.closest('main');
  if (result === null) return;
  result.tabIndex = -1;
  result.focus({ preventScroll: true });
  result.addEventListener('blur', () => result.removeAttribute('tabindex'), { once: true });
}

/** "at 12:41", or with the day where it was another one. */
function when(then: Date, now: Date): string {
  const time = `at ${String(then.getHours()).padStart(2, '0')}:${String(then.getMinutes()).padStart(2, '0')}`;
  if (then.toDateString() === now.toDateString()) return time;
  const day = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...(then.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }) });
  return `on ${day} ${time}`;
}
