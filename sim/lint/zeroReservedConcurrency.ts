import { pathText, shown } from '../scenario/issue.ts';
import type { FunctionFault, Scenario } from '../scenario/schema.ts';
import { parseDuration } from '../scenario/units.ts';
import type { Time } from '../kernel/time.ts';
import type { Finding, Rule } from './finding.ts';
import { someOf, span } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { Path, Place, Situation } from './situation.ts';

/** Functions that get events while their reserved concurrency is 0, from their settings or by a fault. [ZRC-01] */
export const zeroReservedConcurrency: Rule = function* (situation) {
  const reached = new Map<string, Place[]>();
  for (const place of situation.reached) reached.set(place.target.function, [...(reached.get(place.target.function) ?? []), place]);
  for (const [name, places] of reached) {
    // All versions and aliases share the function's reservation.
    const phases = places[0]?.lambda?.phases ?? [];
    for (const [fault, spans] of stoppedSpans(situation, name, phases)) yield finding(situation, name, fault, spans, places);
  }
};

interface Span {
  from: Time;
  until: Time;
}

/** When the reservation is 0, by the fault that makes it so; null stands for the function's own setting. */
function stoppedSpans({ scenario, model }: Situation, name: string, phases: readonly { from: Time; reserved: number }[]): Map<number | null, Span[]> {
  const stopped = new Map<number | null, Span[]>();
  for (const [index, { from, reserved }] of phases.entries()) {
    const until = Math.min(model.duration, phases[index + 1]?.from ?? Infinity);
    if (reserved !== 0 || from >= until) continue;
    const fault = responsible(scenario, name, from);
    const spans = stopped.get(fault) ?? [];
    const last = spans.at(-1);
    if (last?.until === from) last.until = until;
    else spans.push({ from, until });
    stopped.set(fault, spans);
  }
  return stopped;
}

/** The last written fault that sets the reservation at an instant. */
function responsible({ faults }: Scenario, name: string, at: Time): number | null {
  const index = faults.findLastIndex(
    (fault) =>
      'function' in fault &&
      fault.function === name &&
      fault.ReservedConcurrentExecutions !== undefined &&
      parseDuration(fault.from)! <= at &&
      at < parseDuration(fault.until)!,
  );
  return index < 0 ? null : index;
}

function finding({ scenario, model }: Situation, name: string, fault: number | null, spans: readonly Span[], places: readonly Place[]): Finding {
  const path: Path = [...(fault === null ? ['functions', name] : ['faults', fault]), 'ReservedConcurrentExecutions'];
  const always = spans[0]?.from === 0 && spans[0].until === model.duration;
  const when = spans.map(({ from, until }) => `from ${span(from)} to ${until === model.duration ? 'the end' : span(until)}`);
  const which = scenario.assumptions.zeroReservedAppliesTo === 'queuedEvents' ? 'is dispatched' : 'comes';
  const subject = always ? 'never executes an event: each' : `executes nothing ${someOf(when)}: every event that ${which} then`;
  return {
    rule: 'zero-reserved-concurrency',
    path: pathText(path),
    clause: 'ZRC-01',
    message: `With a reserved concurrency of 0 ${shown(name)} ${subject} is discarded without an attempt${fateOf(places)}.`,
    fix: fault === null ? `Reserve more, or nothing: ${settingOption(path, null)}` : withoutZero(scenario, fault),
  };
}

/** What becomes of the discarded events, if it is the same for all. */
function fateOf(places: readonly Place[]): string {
  const fates = new Set(
    places.map(({ routes }) => {
      const sinks = routes.filter(({ kind }) => kind !== 'OnSuccess').map(({ sink }) => shown(sink));
      return sinks.length === 0 ? ' and gone' : ` and sent to ${sinks.join(' and ')}`;
    }),
  );
  return fates.size === 1 ? ([...fates][0] ?? '') : '';
}

function withoutZero({ faults }: Scenario, index: number): string {
  const { function: _function, from: _from, until: _until, ReservedConcurrentExecutions: _reserved, ...others } = faults[index] as FunctionFault;
  const hasOthers = Object.keys(others).length > 0;
  return hasOthers
    ? `Leave the reservation as it is: ${settingOption(['faults', index, 'ReservedConcurrentExecutions'], null)}`
    : `Leave the fault out: ${settingOption(['faults', index], null)}`;
}
