import { pathText } from '../../../sim/scenario/issue.ts';
import type { FunctionResult } from '../../../sim/engines/result.ts';
import { selectedFunction } from '../../state/session.ts';
import type { RangeDraft, TargetDraft } from './drafts.ts';
import { metricText } from './metrics.ts';
import { typedValue, type PlannedScenario, type PlannedSetting } from './plannedSettings.ts';
import type { Drafts } from './questions.ts';

/** A question that planners ask of most scenarios, filled in for this one. */
export interface CommonQuestion {
  title: string;
  draft: Drafts['find'];
}

/** The questions that make sense for a function of the scenario; `result` is what the run on the page says of it. */
export function commonQuestions(planned: PlannedScenario, functionName: string, result: FunctionResult | null): CommonQuestion[] {
  const { settings, functions } = planned;
  const about = functions.length > 1 ? functionName : null;
  const own = (key: string): PlannedSetting | undefined => settings.find(({ id }) => id === pathText(['functions', functionName, ...key.split('.')]));
  const target = (over: string, relation: TargetDraft['relation'], value: string): TargetDraft => ({ metric: metricText(about, over), relation, value });
  const soonEnough = target('delaySeconds.p99', '<', '5m');

  const aged = 'discarded.byCondition.EventAgeExceeded';
  const notTooOld = target(aged, '<=', '0');
  // A few are lost to luck at any value; none at all is more than can be asked of a day with errors.
  const hardlyAny = (over: string): TargetDraft => ({ metric: metricText(about, over, 'received'), relation: '<=', value: '0.01%' });
  const reserved = own('ReservedConcurrentExecutions');
  const age = own('EventInvokeConfig.MaximumEventAgeInSeconds');
  const scale = settings.find(({ id }) => id === 'trafficScale');
  const traffic = scale ?? settings.find(({ id, type, today }) => id.startsWith('traffic[') && type === 'rate' && (today ?? 0) > 0);
  const outage = settings.find(({ id }) => /^faults\[\d+\]\.until$/.test(id));
  const began = settings.find(({ id }) => id === outage?.id.replace('until', 'from'))?.today ?? 0;
  const lasts = settings.find(({ id }) => id === 'duration')?.today ?? null;
  // What something takes is not gone, however much of it there is.
  const isCaptured = result !== null && result.discarded.captured > 0;

  return [
    ...(reserved === undefined ? [] : [{ title: 'How much reserved concurrency keeps the p99 delay below 5 min?', draft: draftOf(reserved, ...reservedRange(reserved.today), [soonEnough]) }]),
    ...(outage === undefined || lasts === null || lasts <= began
      ? []
      : [
          {
            title: `How long may the outage last before events are ${isCaptured ? 'discarded' : 'gone'}?`,
            draft: draftOf(outage, began + Math.min(1, (lasts - began) / 100), lasts, [hardlyAny(isCaptured ? 'discarded.total' : 'discarded.gone')]),
          },
        ]),
    ...(traffic === undefined ? [] : [{ title: 'How much more traffic fits?', draft: draftOf(traffic, (traffic.today ?? 1) / 2, 4 * (traffic.today ?? 1), [soonEnough, hardlyAny(aged)]) }]),
    ...(age === undefined ? [] : [{ title: 'What maximum age still loses nothing?', draft: draftOf(age, 60, 21_600, [notTooOld]) }]),
  ];
}

/** The function that the common questions are about: the chosen one, or else the first. */
export function functionAbout({ functions }: PlannedScenario): string {
  const chosen = selectedFunction.value;
  return (chosen !== null && functions.includes(chosen) ? chosen : functions[0]) ?? '';
}

/** Values around what a setting is today. */
export function usualRange(setting: PlannedSetting): RangeDraft {
  const { today, minimum, maximum, ends, type } = setting;
  if (setting.path.at(-1) === 'ReservedConcurrentExecutions') return rangeOf(setting, ...reservedRange(today));
  if (today === null || today === 0) return rangeOf(setting, ends?.from ?? 0, ends?.to ?? 100);
  const [low, high] = [Math.max(minimum ?? -Infinity, today / 4), Math.min(maximum ?? Infinity, today * 4)];
  return type === 'integer' ? rangeOf(setting, Math.floor(low), Math.ceil(high)) : rangeOf(setting, low, high);
}

/** Much less than there is makes a backlog that takes long to simulate. */
function reservedRange(today: number | null): [number, number] {
  return today === null || today === 0 ? [1, 100] : [Math.max(1, Math.floor(today / 4)), Math.max(10, today * 4)];
}

function rangeOf(setting: PlannedSetting, low: number, high: number): RangeDraft {
  return { path: setting.id, low: typedValue(setting, low), high: typedValue(setting, high) };
}

function draftOf(setting: PlannedSetting, low: number, high: number, targets: readonly TargetDraft[]): Drafts['find'] {
  return { ...rangeOf(setting, low, high), targets };
}
