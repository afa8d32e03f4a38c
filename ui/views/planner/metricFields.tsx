import { useState } from 'preact/hooks';
import { relationWords } from '../../../sim/report/planWords.ts';
import type { QuestionProblem } from '../../../sim/worker/planningApi.ts';
import type { TargetDraft } from './drafts.ts';
import { ChoiceOrPath, Problems, TextField, type Said } from './fields.tsx';
import { metricChoices } from './metrics.ts';

interface MetricFieldProps {
  label: string;
  functions: readonly string[];
  metric: string;
  change: (metric: string) => void;
  said: Said;
  part: QuestionProblem['part'];
}

/** Each of more functions than this is not offered by name: its path can be typed. */
const mostFunctions = 12;

/** A number of the results. */
export function MetricField({ label, functions, metric, change, said, part }: MetricFieldProps) {
  const [isTyping, setTyping] = useState(false);
  const several = functions.length > 1;
  const groups = [null, ...(several ? functions.slice(0, mostFunctions) : [])].map((name) => ({
    label: several ? (name ?? 'All functions together') : null,
    options: metricChoices(name).map(({ text, label: words }) => ({ value: text, text: name === null ? words : `${words} – ${name}` })),
  }));
  return (
    <ChoiceOrPath
      label={label}
      kind="plan-metric"
      groups={groups}
      value={metric}
      isTyping={isTyping}
      said={said}
      part={part}
      choose={(chosen, typed) => {
        setTyping(typed);
        change(chosen);
      }}
    />
  );
}

interface TargetFieldsProps {
  /** What stands before the first target. */
  label: string;
  functions: readonly string[];
  targets: readonly TargetDraft[];
  change: (targets: readonly TargetDraft[]) => void;
  said: Said;
  /** How many there have to be. */
  least: number;
}

/** What a target is before anybody has changed it. */
export const newTarget: TargetDraft = { metric: 'delaySeconds.p99', relation: '<', value: '5m' };

/** What is wanted of the results: any number of targets. */
export function TargetFields({ label, functions, targets, change, said, least }: TargetFieldsProps) {
  const changeOne = (place: number, part: Partial<TargetDraft>): void => change(targets.map((target, index) => (index === place ? { ...target, ...part } : target)));
  return (
    <>
      {targets.map(({ metric, relation, value }, place) => {
        const part = `target ${place}` as const;
        return (
          <div key={place}>
            <div class="plan-row">
              <MetricField label={place === 0 ? label : 'and'} functions={functions} metric={metric} said={said} part={part} change={(chosen) => changeOne(place, { metric: chosen })} />
              <label class="plan-field plan-value">
                relation
                <select value={relation} onChange={(event) => changeOne(place, { relation: event.currentTarget.value as TargetDraft['relation'] })}>
                  {Object.entries(relationWords).map(([sign, words]) => (
                    <option key={sign} value={sign}>
                      {words}
                    </option>
                  ))}
                </select>
              </label>
              <TextField label="limit" value={value} said={said} part={part} write={(limit) => changeOne(place, { value: limit })} />
              {targets.length > least && (
                <button type="button" class="quiet plan-remove" aria-label={`Remove target ${String(place + 1)}`} onClick={() => change(targets.filter((_, index) => index !== place))}>
                  ×
                </button>
              )}
            </div>
            <Problems said={said} part={part} />
          </div>
        );
      })}
      <button type="button" class="quiet plan-add" onClick={() => change([...targets, newTarget])}>
        Add a target
      </button>
    </>
  );
}
