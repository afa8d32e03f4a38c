import type { FunctionResult } from '../../sim/engines/result.ts';
import type { Worst } from '../../sim/worker/api.ts';
import { whyAsked } from '../state/why.ts';
import type { ShownRun } from '../state/simulation.ts';

const questions: Record<Worst, string> = {
  lost: 'Why was an event lost?',
  gone: 'Why was an event lost?',
  discarded: 'Why was an event discarded?',
  late: 'Why was an event delayed?',
  waiting: 'Why is an event still waiting?',
};

/** Asks about the worst that became of an event in this run; the events panel answers with one of them. Absent while all are on time. */
export function WhyButton({ run }: { run: ShownRun }) {
  const worst = worstOf(run.snapshot.total.result);
  if (run.status === 'running' || worst === null) return null;
  return (
    <button type="button" class="why" onClick={() => (whyAsked.value = run.request)}>
      {questions[worst]}
    </button>
  );
}

/** The worst that happened to any event; null: none was lost, discarded or late. */
export function worstOf({ lost, discarded, delivered, waiting }: Pick<FunctionResult, 'lost' | 'discarded' | 'delivered' | 'waiting'>): Worst | null {
  if (lost > 0) return 'lost';
  if (discarded.gone > 0) return 'gone';
  if (discarded.total > 0) return 'discarded';
  if (delivered.delayed > 0) return 'late';
  return waiting.delayed > 0 ? 'waiting' : null;
}
