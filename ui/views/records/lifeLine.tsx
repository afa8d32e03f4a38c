import { useState } from 'preact/hooks';
import type { EventRecord } from '../../../sim/engines/result.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { seconds } from '../../charts/limits.ts';
import { shownClause } from '../../state/clause.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { Prose } from '../prose.tsx';
import { exactClock, stepWords } from './eventWords.ts';

/** An event may be refused hundreds of times; nobody reads that at once. */
const firstSteps = 60;

interface LifeLineProps {
  event: EventRecord;
  run: ShownRun;
  coveredSeconds: number;
  /** Why each step happened. */
  reasons: readonly string[];
  /** The place of the step that the chart points at; null: none. */
  chosen: number | null;
}

/** What happened to an event: when, how long after its acceptance, what, why, and the clause of Lambda's rules behind it. */
export function LifeLine({ event, run, coveredSeconds, reasons, chosen }: LifeLineProps) {
  const [allOf, setAllOf] = useState(-1);
  const { lifeLine } = event;
  const showsAll = allOf === event.id || (chosen !== null && chosen >= firstSteps);
  const steps = showsAll ? lifeLine : lifeLine.slice(0, firstSteps);
  return (
    <div class="life-line">
      <ol>
        {steps.map((step, index) => (
          <li key={index} class={`${step.copy === true ? 'of-copy' : ''} ${chosen === index ? 'is-chosen' : ''}`} aria-current={chosen === index ? 'step' : undefined}>
            <span class="step-time">{exactClock(step.t, seconds(run.scenario.duration))}</span>
            <span class="step-age">{index === 0 ? '' : `+${formatSpan(step.t - event.acceptedAt)}`}</span>
            <span class="step-words">
              {stepWords(step)}
              {step.copy === true && ' (second delivery)'}{' '}
              <button type="button" class="clause" aria-label={`Clause ${step.clause}`} aria-haspopup="dialog" onClick={() => (shownClause.value = step.clause)}>
                {step.clause}
              </button>
              <span class="step-reason">
                <Prose text={reasons[index] ?? ''} />
              </span>
            </span>
          </li>
        ))}
      </ol>
      {steps.length < lifeLine.length && (
        <button type="button" class="quiet" onClick={() => setAllOf(event.id)}>
          Show all {lifeLine.length} steps
        </button>
      )}
      {event.endedAt === null && <p class="records-hint">At {exactClock(coveredSeconds, seconds(run.scenario.duration))}, where the trace ends, it is still {event.outcome}.</p>}
    </div>
  );
}
