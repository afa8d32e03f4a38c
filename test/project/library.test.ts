import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const typescript = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let consumer = '';

// A project of somebody else's, with the library's declarations made from the present sources.
beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), 'headroom-consumer-'));
  const types = join(consumer, 'types');
  // `npm test` has made them a moment ago.
  if (process.env['HEADROOM_TYPES_ARE_BUILT'] === 'yes') cpSync(join(root, 'dist', 'types'), types, { recursive: true });
  else expect(spawnSync(process.execPath, [typescript, '--project', join(root, 'tsconfig.types.json'), '--outDir', types], { encoding: 'utf8' }).stdout).toBe('');
  // The declarations name the packages they rest on.
  symlinkSync(join(root, 'node_modules'), join(consumer, 'node_modules'));
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(consumer, 'use.ts'),
    `import { compileModel, parseScenario, replicate, startRun, summarise, type FunctionResult, type Interval } from './types/sim/index.js';
const { scenario, issues } = parseScenario('{}');
if (scenario === null) {
  const paths: string[] = issues.map((issue) => issue.path);
  void paths;
} else {
  const model = compileModel(scenario);
  const functions: Record<string, FunctionResult> = startRun(model, { seed: '1' }).result().functions;
  const received: Interval | undefined = summarise(replicate(model).results).functions['a']?.received;
  const duration: string | number = scenario.duration;
  // @ts-expect-error a seed is a text
  startRun(model, { seed: 1 });
  // @ts-expect-error there is no such setting
  void scenario.functions['a']?.Timeouts;
  void [functions, received, duration];
}
`,
  );
}, 60_000);
afterAll(() => rmSync(consumer, { recursive: true, force: true }));

test('the package points at the declarations and the code', () => {
  expect(manifest.exports['.']).toEqual({ types: './dist/types/sim/index.d.ts', default: './dist/node/index.js' });
  expect(existsSync(join(consumer, 'types', 'sim', 'index.d.ts'))).toBe(true);
});

test.each([
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
])('the declarations serve a strict project with %s resolution', (moduleResolution, module) => {
  const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], types: [], skipDefaultLibCheck: true, module, moduleResolution };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
  const { stdout } = spawnSync(process.execPath, [typescript, '--project', consumer], { encoding: 'utf8' });
  expect(stdout).toBe('');
}, 60_000);
