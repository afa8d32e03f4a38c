import { useEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { EventName, EventStory as Story } from '../../../sim/worker/api.ts';
import { Swatch } from '../../charts/layers.tsx';
import { speak } from '../../state/cursor.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { EventTimeline } from './eventTimeline.tsx';
import { layerOf, outcomeWords, takerWords } from './eventWords.ts';
import { LifeLine } from './lifeLine.tsx';
import { SentRecord } from './sentRecord.tsx';

/** One event: what happened to it, step by step, and beside it everything that was sent for it. */
export function EventStory({ run, id, coveredSeconds, choose }: { run: ShownRun; id: number; coveredSeconds: number; choose: (id: number) => void }) {
  const [story, setStory] = useState<Story | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let wanted = true;
    void client.event(run.request, id).then(
      (found) => {
        if (!wanted) return;
        setStory(found);
        if (found !== null) speak(`Event ${String(id)}: ${outcomeWords[found.outcome]}, ${String(found.event.lifeLine.length)} steps, ${String(found.sent.length)} sent.`);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [id]);

  /** Another event of the same chain: the reader goes there, and so does the focus, whose button is gone. */
  function follow(other: number): void {
    choose(other);
    heading.current?.focus();
  }

  if (story === null) return <p class="records-hint">Reading event {id}…</p>;
  const { event, outcome, took, sender, caused, sent } = story;
  return (
    <section class="story" aria-labelledby="story">
      <header>
        <h4 id="story" ref={heading} tabIndex={-1}>
          Event {event.id} of <code>{event.function}</code>
        </h4>
        <p class="event-outcome">
          <Swatch layer={layerOf(outcome, took)} />
          {outcomeWords[outcome]}
          {event.endedAt !== null && ` after ${formatSpan(event.endedAt - event.acceptedAt)}`}
          {took !== null && `, ${takerWords[took]}`}
        </p>
        <dl class="story-facts">
          <div>
            <dt>request id</dt>
            <dd>
              <code>{event.requestId}</code>
            </dd>
          </div>
          <div>
            <dt>trace id</dt>
            <dd>
              <code>{event.traceId}</code>
            </dd>
          </div>
          {event.approximateInvokeCount !== undefined && (
            <div>
              <dt>approximateInvokeCount</dt>
              <dd>{event.approximateInvokeCount}</dd>
            </div>
          )}
          {sender !== null && (
            <div>
              <dt>sent by</dt>
              <dd>
                <Link to={sender} follow={follow} />
              </dd>
            </div>
          )}
          {caused.events > 0 && (
            <div>
              <dt>its records caused</dt>
              <dd>
                {caused.first.map((one) => (
                  <Link key={one.id} to={one} follow={follow} />
                ))}
                {caused.events > caused.first.length && `and ${formatCount(caused.events - caused.first.length)} more`}
              </dd>
            </div>
          )}
        </dl>
      </header>
      <EventTimeline lifeLine={event.lifeLine} until={event.endedAt ?? coveredSeconds} />
      <div class="story-parts">
        <LifeLine event={event} run={run} coveredSeconds={coveredSeconds} />
        <div class="sent">
          {sent.length === 0 && <p class="records-hint">Nothing was sent for it.</p>}
          {sent.map((one, place) => (
            <SentRecord key={`${String(event.id)} ${String(place)}`} run={run} sent={one} place={place} />
          ))}
        </div>
      </div>
    </section>
  );
}

function Link({ to, follow }: { to: EventName; follow: (id: number) => void }) {
  return (
    <button type="button" class="choose" onClick={() => follow(to.id)}>
      event {to.id} of {to.function}
    </button>
  );
}
