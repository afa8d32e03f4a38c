import { formatCount } from '../report/count.ts';
import { packed, wrapped } from '../report/textTable.ts';
import type { Finding } from './finding.ts';

/**
 * Findings as aligned lines: where, in sentences what happens, then what to write instead, and the clause. Of many findings
 * of one rule the first few are told, and of the others only where they are.
 */
export function findingLines(findings: readonly Finding[], width: number): string[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, (byRule.get(finding.rule) ?? []).concat(finding));
  return [...byRule.values()].flatMap((alike) => [
    ...alike.slice(0, toldInFull).flatMap((finding) => ['', ...linesOf(finding, width)]),
    ...(alike.length > toldInFull ? othersOf(alike.slice(toldInFull), width) : []),
  ]);
}

const toldInFull = 3;

function linesOf({ path, message, fix, clause }: Finding, width: number): string[] {
  // What stands after `--set` is to be pasted, and so never broken.
  const words = fix.match(/--set (?:'(?:[^']|'\\'')*'|\S+)|\S+/g) ?? [];
  return [
    `  ${path}`,
    ...wrapped(message, width - indent.length).map((line) => indent + line),
    ...packed(words, ' ', width - indent.length - labelWidth).map((line, index) => indent + (index === 0 ? 'fix' : '').padEnd(labelWidth) + line),
    `${indent}${'clause'.padEnd(labelWidth)}${clause}`,
  ];
}

function othersOf(findings: readonly Finding[], width: number): string[] {
  const heading = findings.length === 1 ? 'One more is' : `${formatCount(findings.length)} more are`;
  return ['', `  ${heading} of the same kind as the last one:`, ...packed(findings.map(({ path }) => path), '  ', width - indent.length).map((line) => indent + line)];
}

const indent = '    ';
const labelWidth = 9;
