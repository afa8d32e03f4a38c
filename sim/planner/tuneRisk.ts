import { ageWords, type TuneValues } from './tuneOptions.ts';

/** What may go wrong with settings that today's would not suffer from, in a sentence or a few, each with the clause of AWS's rules behind it. */
export function riskOf(today: TuneValues, chosen: TuneValues): string {
  const risks = [...retryRisks(today, chosen), ...ageRisks(today, chosen), ...reservedRisks(today, chosen), ...failurePathRisks(today, chosen)];
  return risks.length > 0 ? risks.join(' ') : 'Nothing changes, and so no risk is added.';
}

function* retryRisks({ MaximumRetryAttempts: before }: TuneValues, { MaximumRetryAttempts: after }: TuneValues): Iterable<string> {
  if (after < before && after === 0) yield 'Nothing is tried again: one failed attempt, however short its cause, ends an event (RTY-07).';
  if (after < before && after > 0) yield 'Errors that last longer than about a minute end an event, as its only retry fails with them (RTY-01).';
  if (after > before) yield `An event that always fails is executed ${String(after + 1)} times before it is given up, so the code must bear being repeated (RTY-01).`;
}

function* ageRisks(today: TuneValues, { MaximumEventAgeInSeconds: after, MaximumRetryAttempts: retries }: TuneValues): Iterable<string> {
  const before = today.MaximumEventAgeInSeconds;
  if (after > before) yield `After an outage or in a backlog, stale events are still delivered up to ${ageWords(after)} late (AGE-01).`;
  if (after < before) yield `A backlog or an outage longer than ${ageWords(after)} discards what waits in it (AGE-01).`;
  if (after < before && retries > 0 && after <= (shortestAges[retries - 1] ?? 0)) yield `That leaves hardly any time for ${retries === 1 || after > shortestAges[0] ? 'the last' : 'any'} retry (AGE-14).`;
}

/** Ages up to which the first and the second retry mostly come too late, in seconds. [AGE-14] */
const shortestAges = [60, 180] as const;

function* reservedRisks({ ReservedConcurrentExecutions: before }: TuneValues, { ReservedConcurrentExecutions: after }: TuneValues): Iterable<string> {
  if (before === null || after === null) return;
  if (after > before) yield `${String(after - before)} more of the account's concurrency are kept from every other function, and what this one calls meets more of it at once (CON-03).`;
  if (after < before) yield 'A peak of traffic meets less concurrency, and what is refused waits up to five minutes to be tried again (THR-01).';
}

function* failurePathRisks({ failurePath: before }: TuneValues, { failurePath: after }: TuneValues): Iterable<string> {
  if (after === 'none') yield 'What is given up is gone without a trace: there is neither a dead-letter queue nor a failure destination (RTY-09).';
  else if (before === 'none') yield 'The queue keeps what is given up, but somebody has to look after it, and a message that cannot be sent to it is gone (DLQ-08).';
}
