import type { RunResult } from '../engines/result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { formatCount } from './count.ts';

/** What the functions took of the account together; nothing where one function is all there is, and nothing set aside, since that is its own concurrency. [MET-12, MET-14] */
export function accountWords({ account, functions }: Pick<RunResult, 'account' | 'functions'>, scenario: Scenario): string[] {
  const { ConcurrentExecutions, UnreservedConcurrentExecutions, ClaimedAccountConcurrency } = account;
  if (Object.keys(functions).length === 1 && ClaimedAccountConcurrency.max === ConcurrentExecutions.max) return [];
  return [
    `Account, at most: ConcurrentExecutions ${formatCount(ConcurrentExecutions.max)}`,
    `UnreservedConcurrentExecutions ${formatCount(UnreservedConcurrentExecutions.max)}`,
    `ClaimedAccountConcurrency ${formatCount(ClaimedAccountConcurrency.max)} of ${formatCount(scenario.account.ConcurrentExecutions)}`,
  ];
}
