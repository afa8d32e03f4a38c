import type { Issue } from '../scenario/issue.ts';
import { wrapped } from './textTable.ts';

/** Problems of an input as aligned lines: where, in a sentence what, then what was found, what is allowed, and the clause. */
export function issueLines(issues: readonly Issue[], width: number): string[] {
  return issues.flatMap((issue) => ['', ...linesOf(issue, width)]);
}

function linesOf({ path, message, found, allowed, clause }: Issue, width: number): string[] {
  const details = [
    ['found', found],
    ['allowed', allowed],
    ...(clause === undefined ? [] : [['clause', clause]]),
  ];
  return [
    `  ${path === '' ? '(the whole file)' : path}`,
    ...wrapped(message, width - indent.length).map((line) => indent + line),
    ...details.flatMap(([label = '', text = '']) =>
      wrapped(text, width - indent.length - labelWidth).map((line, index) => indent + (index === 0 ? label : '').padEnd(labelWidth) + line),
    ),
  ];
}

const indent = '    ';
const labelWidth = 9;
