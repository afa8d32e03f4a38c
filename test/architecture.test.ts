import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Who may import what: from a folder (or a file), whatever begins with one of these. A folder may always import itself.
 * The longest `from` that fits a file is the one that counts. Types are imports too: knowing a shape is knowing.
 */
const allowed: { from: string; may: string[]; because: string }[] = [
  { from: 'sim/kernel', may: ['seedrandom', '@stdlib/'], because: 'the kernel knows time, order and chance, and no word of AWS' },
  { from: 'sim/scenario', may: ['zod/mini'], because: "the user's language is read without knowing what it is for" },
  { from: 'sim/records', may: ['sim/kernel'], because: 'what AWS writes, from plain facts' },
  { from: 'sim/model', may: ['sim/scenario', 'sim/records', 'sim/kernel', '@stdlib/'], because: 'the one place where units are converted' },
  { from: 'sim/lambda', may: ['sim/kernel', 'sim/model', 'sim/records', '@stdlib/'], because: 'what AWS does, whatever the user wrote' },
  { from: 'sim/engines', may: ['sim/lambda', 'sim/model', 'sim/records', 'sim/kernel'], because: 'one run' },
  { from: 'sim/planner', may: ['sim/engines', 'sim/cost', 'sim/model', 'sim/scenario', 'sim/kernel', '@stdlib/'], because: 'many runs' },
  { from: 'sim/cost', may: ['sim/engines/result.ts', 'sim/scenario', 'zod/mini'], because: 'what a run costs, from its counts and a list of prices' },
  { from: 'sim/report', may: ['sim/engines/result.ts', 'sim/cost', 'sim/planner', 'sim/scenario', 'sim/version.ts'], because: 'numbers as words and tables: it reads results and runs nothing' },
  { from: 'sim/configuration', may: ['sim/scenario', 'sim/records', 'yaml'], because: "AWS's own settings, read and kept as AWS does" },
  {
    from: 'sim/lint',
    may: ['sim/model', 'sim/scenario', 'sim/records', 'sim/kernel', 'sim/lambda/rules.ts', 'sim/lambda/answers.ts', 'sim/lambda/batchResponse.ts', 'sim/lambda/messageSizes.ts', 'sim/lambda/metrics.ts', 'sim/report/count.ts', 'sim/report/textTable.ts'],
    because: 'what a scenario says and hardly means, known without a run',
  },
  { from: 'sim/form', may: ['sim/scenario', 'zod/mini'], because: 'a scenario as fields to fill in, made from the parameter table' },
  { from: 'sim/worker', may: ['sim/form', 'sim/planner', 'sim/engines', 'sim/model', 'sim/scenario', 'sim/lint', 'sim/report', 'comlink'], because: 'the arrows of sim/ carried across a thread' },
  { from: 'sim/index.ts', may: ['sim/scenario', 'sim/configuration', 'sim/model', 'sim/engines', 'sim/planner', 'sim/lint', 'sim/cost', 'sim/report', 'sim/version.ts'], because: 'the public surface, which needs no browser' },
  {
    from: 'ui',
    may: ['sim/worker/api.ts', 'sim/worker/client.ts', 'sim/worker/planningApi.ts', 'sim/worker/planningClient.ts', 'sim/form/form.ts', 'sim/form/changes.ts', 'sim/form/readInput.ts', 'sim/form/renamed.ts', 'sim/scenario', 'sim/report', 'sim/engines/result.ts', 'sim/planner/assumptionBand.ts', 'sim/planner/banded.ts', 'sim/engines/eventSourceResult.ts', 'sim/engines/batchRecords.ts', 'sim/version.ts', 'scenarios', 'docs/clauses.md', 'preact', '@preact/', 'd3', 'jsonc-parser', 'idb-keyval', '@fontsource-variable/'],
    because: 'the page talks to the simulation through the worker only',
  },
  { from: 'cli', may: ['sim/index.ts', 'node:'], because: 'the command line is a user of the library' },
  { from: 'bench', may: ['headroom', 'bin/inlining.mjs', 'node:'], because: 'what is measured is what users run' },
];

/** What may not stand in the code of a folder, why, and an example that the check must find. */
const banned: { where: RegExp; what: RegExp; because: string; example: string; alsoInComments?: true }[] = [
  { where: /^sim\//, what: /\bMath\.random\b/, because: 'a run is a function of scenario and seed: use a named stream', example: 'Math.random()' },
  { where: /^sim\/(?!worker\/)/, what: /\bnew Date\b|\bDate\.(now|parse|UTC)\b|\bperformance\.now\b/, because: 'a run reads no clock', example: 'const t = performance.now();' },
  {
    where: /^sim\/(?!worker\/)/,
    what: /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b/,
    because: 'its last bit differs between JavaScript engines: use @stdlib/math-base-special-*',
    example: 'Math.log(u)',
  },
  { where: /^sim\/(?!worker\/)/, what: /\*\*/, because: 'its last bit differs between JavaScript engines: multiply, or use @stdlib/math-base-special-pow', example: 'x ** 3' },
  { where: /^sim\/(?!worker\/)/, what: /(?<![.\w])(window|document|navigator|localStorage)\.|(?<![.\w])(setTimeout|setInterval|fetch)\(/, because: 'sim/ runs without a browser', example: 'document.title' },
  { where: /^sim\//, what: /from 'node:|\brequire\(|(?<![.\w])process\./, because: 'sim/ runs without Node', example: 'process.env' },
  { where: /^sim\//, what: /\.toLocale\w*|\bIntl\.|\.localeCompare\b/, because: 'what it gives depends on the machine', example: 'n.toLocaleString()' },
  { where: /^sim\/kernel\//, what: /\bnew (Map|Set)\b/, because: 'the order of events is the order of the calendar, never of insertion', example: 'new Map()' },
  { where: /^(sim|cli|ui)\//, what: /\bconsole\.\w+/, because: 'results are returned; the terminal belongs to the command line', example: 'console.log(1)' },
  { where: /^(sim|cli|ui|bench|scripts|bin)\//, what: /\b(TODO|FIXME|XXX)\b/, because: 'unfinished work is an issue, not a comment', example: '// TODO later', alsoInComments: true },
];

/** Names that say nothing about what is in the file. */
const emptyNames = /^(utils?|helpers?|types|common|misc|shared|constants)\.[a-z]+$/;

const files = ['sim', 'ui', 'cli', 'bench', 'scripts', 'bin']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));

function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+)['"],\s*import\.meta\.url/gm)];
  return specifiers
    .map(([, from, bare, dynamic, url]) => from ?? bare ?? dynamic ?? url ?? '')
    .map((specifier) => (specifier.startsWith('.') ? join(dirname(path), specifier).replaceAll('\\', '/') : specifier).replace(/\?.*$/, ''));
}

const begins = (path: string, start: string): boolean => path === start || path.startsWith(start.endsWith('/') || start.endsWith(':') ? start : `${start}/`);

/** The code without its comments, line for line. */
const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '));

describe('imports point one way', () => {
  test('the check sees imports of every form', () => {
    const text = "import a from 'x';\nimport {\n  b,\n  type C,\n} from '../y/z.ts';\nexport * from \"./w.ts\";\nimport './v.css';\nconst u = await import('node:u');\nnew Worker(new URL('./t.ts', import.meta.url));\nimport raw from './s.json?raw';";
    expect(importsOf('sim/a/b.ts', text)).toEqual(['x', 'sim/y/z.ts', 'sim/a/w.ts', 'sim/a/v.css', 'node:u', 'sim/a/t.ts', 'sim/a/s.json']);
    expect(files.reduce((count, { path, text: source }) => count + importsOf(path, source).length, 0)).toBeGreaterThan(100);
  });

  test.each(allowed)('$from: $because', ({ from, may }) => {
    const own = files.filter(({ path }) => allowed.filter((rule) => begins(path, rule.from)).sort((a, b) => b.from.length - a.from.length)[0]?.from === from);
    const wrong = own.flatMap(({ path, text }) => importsOf(path, text).filter((target) => !begins(target, from) && !may.some((start) => begins(target, start))).map((target) => `${path} imports ${target}`));
    expect(wrong).toEqual([]);
  });

  test('every file of sim/ is under a rule', () => {
    expect(files.filter(({ path }) => path.startsWith('sim/') && !path.endsWith('version.ts') && !allowed.some(({ from }) => begins(path, from))).map(({ path }) => path)).toEqual([]);
  });
});

describe('what is deliberately not there', () => {
  test.each(banned)('$what: $because', ({ where, what, example, alsoInComments }) => {
    expect(example).toMatch(what);
    const found = files
      .filter(({ path }) => where.test(path))
      .flatMap(({ path, text }) => (alsoInComments === true ? text : codeOf(text)).split('\n').flatMap((line, index) => (what.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])));
    expect(found).toEqual([]);
  });

  test('no file has a name that says nothing', () => {
    expect(files.map(({ path }) => path).filter((path) => emptyNames.test(path.split('/').at(-1) ?? ''))).toEqual([]);
  });
});

const clauseIds = /\b(?:ASY|POL|ERR|RTY|THR|AGE|DUP|ZRC|CON|ENV|DLQ|DST|MET|DDB|SQS|PRC|CFG)-\d{2}\b/g;
const clauseFile = join(root, 'docs', 'clauses.md');

describe.skipIf(!existsSync(clauseFile))('clauses', () => {
  test('every clause that the code names is written down in docs/clauses.md', () => {
    const written = new Set(readFileSync(clauseFile, 'utf8').match(clauseIds));
    const missing = files.flatMap(({ path, text }) => [...new Set(text.match(clauseIds))].filter((id) => !written.has(id)).map((id) => `${id} in ${path}`));
    expect(missing).toEqual([]);
  });
});
