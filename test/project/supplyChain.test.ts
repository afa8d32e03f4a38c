import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Locked {
  dev?: boolean;
  optional?: boolean;
  license?: string;
  integrity?: string;
  hasInstallScript?: boolean;
}

const { dependencies, devDependencies, scripts } = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies' | 'scripts', Record<string, string>>;
const locked = Object.entries((JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages).filter(([path]) => path !== '');

describe('what others wrote', () => {
  test('every direct dependency has its reason in the decision about dependencies', () => {
    const decision = read('docs/decisions/0006-dependencies.md');
    // `@scope/{a,b}` and `@scope/part-{a,b}` stand for each of them.
    const written = [...decision.matchAll(/([@\w/.-]*)\{([^}]+)\}([\w-]*)/g)].flatMap(([, before = '', names = '', after = '']) => names.split(',').map((name) => before + name.trim() + after));
    const words = new Set([...written, ...decision.split(/[\s,|()`;]+/)]);
    const isType = (name: string): boolean => name.startsWith('@types/');
    expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !isType(name) && !words.has(name))).toEqual([]);
  });

  test('every package is locked to what it held when it was chosen, and runs nothing when it is installed', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).toEqual([]);
  });

  test('what reaches users may be passed on under the licences that come with it', () => {
    const permissive = ['MIT', 'Apache-2.0', 'Apache-2.0 AND BSL-1.0', 'ISC', 'BSD-3-Clause', 'OFL-1.1', 'Unlicense'];
    expect(locked.filter(([, { dev, license }]) => dev !== true && !permissive.includes(license ?? '')).map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
  });

  test('nothing of ours runs at somebody else’s installation but the build', () => {
    const atInstallation = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    expect(Object.keys(scripts).filter((name) => atInstallation.includes(name))).toEqual(['prepare']);
  });
});

describe('the network', () => {
  test('is used by no line of the engine or the command line', () => {
    const files = ['sim', 'cli', 'bin'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|mjs)$/.test(file)).map((file) => join(folder, file)));
    const reaches = /node:(?:https?|http2|net|tls|dns|dgram)\b|(?<![.\w])fetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bsendBeacon\b|\bEventSource\(/;
    expect("import { get } from 'node:https'; fetch('x')").toMatch(reaches);
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => reaches.test(read(file)))).toEqual([]);
  });
});
