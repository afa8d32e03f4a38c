import { useEffect, useState } from 'preact/hooks';
import type { SentPreview, SentText, TextPreview } from '../../../sim/worker/api.ts';
import { seconds } from '../../charts/limits.ts';
import { Swatch } from '../../charts/layers.tsx';
import { answerOf } from '../../state/lostTrace.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { CopyButton } from '../copyButton.tsx';
import { destinationWords } from '../settingWords.ts';
import { byteWords, exactClock } from './eventWords.ts';

const viewNames: Record<TextPreview['view'], string> = { body: 'As sent', message: 'As received' };

/** A record or a dead letter: where it went, whether it got there, and every character of it, as text. */
export function SentRecord({ run, sent, place }: { run: ShownRun; sent: SentPreview; place: number }) {
  const [view, setView] = useState<TextPreview['view']>('body');
  const shown = sent.texts.find((one) => one.view === view) ?? sent.texts[0];
  const noun = sent.attributes === undefined ? 'Record' : 'Dead letter';
  const time = exactClock(sent.t, seconds(run.scenario.duration));
  return (
    <article class={sent.delivered ? 'sent-record' : 'sent-record is-failed'}>
      <header>
        <h5>
          {noun} to <code>{sent.destination}</code>
        </h5>
        <p>
          {destinationWords(run.scenario, sent.destination)}.{' '}
          {sent.delivered ? (
            `Delivered at ${time}.`
          ) : (
            <strong>
              <Swatch layer="deliveryFailures" /> Not delivered: what follows was sent at {time} and never got there.
            </strong>
          )}
        </p>
      </header>
      {sent.key !== undefined && (
        <dl class="story-facts">
          <div>
            <dt>S3 key</dt>
            <dd>
              <code>{sent.key}</code>
            </dd>
          </div>
        </dl>
      )}
      {sent.attributes !== undefined && (
        <dl class="story-facts" aria-label="Message attributes">
          {Object.entries(sent.attributes).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {sent.texts.length > 1 && (
        <div class="sent-views">
          {sent.texts.map((one) => (
            <button key={one.view} type="button" class="quiet" aria-pressed={one.view === view} onClick={() => setView(one.view)}>
              {viewNames[one.view]}
            </button>
          ))}
        </div>
      )}
      {shown !== undefined && <Text key={shown.view} run={run} event={sent.event} place={place} preview={shown} label={`${noun} to ${sent.destination}, ${viewNames[shown.view].toLowerCase()}`} />}
    </article>
  );
}

function Text({ run, event, place, preview, label }: { run: ShownRun; event: number; place: number; preview: TextPreview; label: string }) {
  const [pieces, setPieces] = useState<readonly string[] | null>(null);
  async function whole(): Promise<SentText> {
    const text = await answerOf(run.request, client.sentText(run.request, event, place, preview.view));
    if (text === null) throw new Error('the run was replaced');
    return text;
  }
  return (
    <>
      <pre tabIndex={0} role="region" aria-label={label}>
        {pieces === null ? preview.start : <Pieces pieces={pieces} />}
        {pieces === null && !preview.isWhole && '…'}
      </pre>
      <p class="sent-actions">
        <CopyButton label="Copy" text={async () => (await whole()).exact} />
        {!preview.isWhole && pieces === null && (
          <button type="button" onClick={() => void whole().then((text) => setPieces(text.indented), () => undefined)}>
            Show all
          </button>
        )}
        <span>{byteWords(preview.bytes)}</span>
      </p>
    </>
  );
}

const piecesInFrame = 40;

/** A long text, a part of it each frame, so that the page stays at hand while it grows. */
function Pieces({ pieces }: { pieces: readonly string[] }) {
  const [shown, setShown] = useState(piecesInFrame);
  useEffect(() => {
    if (shown >= pieces.length) return undefined;
    const frame = requestAnimationFrame(() => setShown(shown + piecesInFrame));
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  return (
    <>
      {pieces.slice(0, shown).map((piece, index) => (
        <span key={index} class="piece">
          {piece}
        </span>
      ))}
    </>
  );
}
