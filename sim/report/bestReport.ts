import type { BestAnswer } from '../planner/bestScenario.ts';
import { told } from '../planner/difference.ts';
import { type Provenance, provenanceJson, provenancedCsv } from './provenance.ts';

/** A question for the best scenario that has been answered. */
export interface Best {
  answer: BestAnswer;
  provenance: Provenance;
}

/** The best scenario as plain data: what it rests on, and the answer. */
export function bestJson({ answer, provenance }: Best): Record<string, unknown> {
  const { metric, leader, scenarios, ...rest } = answer;
  return { ...provenanceJson(provenance), metric: metric.text, leader: leader === null ? null : (scenarios[leader]?.name ?? null), scenarios, ...rest };
}

/** One row a scenario. */
export function bestCsv({ answer, provenance }: Best): Generator<string> {
  const { metric, scenarios, replications, leader } = answer;
  const head = ['scenario', 'metric', 'value', 'low', 'high', 'basis', 'replications', 'against', 'difference', 'differenceLow', 'differenceHigh', 'told', 'best'];
  const against = leader === null ? '' : (scenarios[leader]?.name ?? '');
  const rows = scenarios.map(({ name, estimate: { value, low, high, basis }, difference, best }) => [name, metric.text, value, low, high, basis, replications, against, difference?.value ?? null, difference?.low ?? null, difference?.high ?? null, told(difference), best]);
  return provenancedCsv(head, rows, provenance);
}
