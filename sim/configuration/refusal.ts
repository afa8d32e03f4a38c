import type { Issue } from '../scenario/issue.ts';

/** The answer to a request or a text that is not in order: everything that is wrong with it, at least one issue. */
export interface Refusal {
  problem: Issue[];
}
