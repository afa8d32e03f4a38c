import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { EventName, EventStory as Story } from '../../../sim/worker/api.ts';
import { Swatch } from '../../charts/layers.tsx';
import { speak } from '../../state/cursor.ts';
import { answerOf } from '../../state/lostTrace.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { Prose } from '../prose.tsx';
import { settingsOf } from './eventFacts.ts';
import { EventTimeline } from './eventTimeline.tsx';
import { layerOf, outcomeWords, stepWords, takerWords } from './eventWords.ts';
import { LifeLine } from './lifeLine.tsx';
import { SentRecord } from './sentRecord.tsx';
import { stepReasons } from './stepReasons.ts';
import { whyWords } from './whyWords.ts';

interface EventStoryProps {
  run: ShownRun;
  id: number;
  coveredSeconds: number;
  choose: (id: number) => void;
  /** Counts the times that somebody asked why; each moves the focus to the story. */
  asked: number;
}

/** One event: why it fared as it did, what happened to it, step by step, and beside it everything that was sent for it. */
export function EventStory({ run, id, coveredSeconds, choose, asked }: EventStoryProps) {
  const [story, setStory] = useState<Story | null>(null);
  const [chosen, setChosen] = useState<{ of: number; place: number } | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = story?.event.id === id;
  useEffect(() => {
    let wanted = true;
    void answerOf(run.request, client.event(run.request, id)).then((found) => {
      if (!wanted) return;
      setStory(found);
      if (found !== null) speak(`Event ${String(id)}: ${outcomeWords[found.outcome]}, ${String(found.event.lifeLine.length)} steps, ${String(found.sent.length)} sent.`);
    });
    return () => {
      wanted = false;
    };
  }, [id]);

  useEffect(() => {
    if (asked > 0 && isThere) heading.current?.focus();
  }, [asked, isThere]);

  const told = useMemo(() => {
    if (story === null) return null;
    const about = settingsOf(run.scenario, story.event.function);
    return { about, reasons: stepReasons(story.event, about) };
  }, [story]);

  /** Another event of the same chain: the reader goes there, and so does the focus, whose button is gone. */
  function follow(other: number): void {
    choose(other);
    heading.current?.focus();
  }

  if (story === null || told === null) return <p class="records-hint">Reading event {id}…</p>;
  const { event, outcome, took, sender, caused, sent } = story;
  const { about, reasons } = told;
  const place = chosen?.of === event.id ? chosen.place : null;

  function point(to: number): void {
    const step = event.lifeLine[to];
    if (step === undefined) return;
    setChosen({ of: event.id, place: to });
    speak(`Step ${String(to + 1)} of ${String(event.lifeLine.length)}, after ${formatSpan(step.t - event.acceptedAt)}: ${stepWords(step)}. ${(reasons[to] ?? '').replaceAll('`', '')} Clause ${step.clause}.`);
  }

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
        <p class="story-why">
          <Prose text={whyWords(story, run.scenario, coveredSeconds)} />
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
      <EventTimeline event={event} until={event.endedAt ?? coveredSeconds} maximumAge={about.maximumAge} reasons={reasons} chosen={place} choose={point} />
      <div class="story-parts">
        <LifeLine event={event} run={run} coveredSeconds={coveredSeconds} reasons={reasons} chosen={place} />
        <div class="sent">
          {sent.length === 0 && <p class="records-hint">Nothing was sent for it.</p>}
          {sent.map((one, order) => (
            <SentRecord key={`${String(event.id)} ${String(order)}`} run={run} sent={one} place={order} />
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
