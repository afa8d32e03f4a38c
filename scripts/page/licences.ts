import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/**
 * The licences of everything that is bundled, whose comments the bundle leaves out: `page` writes them to `licences.txt`
 * beside it, and `worker` tells it what the simulation thread is made of.
 */
export function licences(): { page: Plugin; worker: Plugin } {
  const folders = new Set<string>();
  const note = (path: string): void => {
    const [folder] = packageFolder.exec(path) ?? [];
    if (folder !== undefined) folders.add(folder);
  };
  const noteModules = (bundle: Rolldown.OutputBundle): void => {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') Object.keys(file.modules).forEach(note);
  };
  return {
    worker: {
      name: 'licences-of-the-worker',
      generateBundle: (_, bundle) => noteModules(bundle),
    },
    page: {
      name: 'licences',
      apply: 'build',
      enforce: 'pre',
      // What a style sheet of ours takes from a package is a module nowhere.
      transform(code, id) {
        if (id.endsWith('.css')) for (const [, path = ''] of code.matchAll(/url\('(@?\w[^']*)'\)/g)) note(join(packages, path));
      },
      generateBundle(_, bundle) {
        noteModules(bundle);
        this.emitFile({ type: 'asset', fileName: 'licences.txt', source: licenceText([...folders]) });
      },
    },
  };
}

const root = join(import.meta.dirname, '..', '..');
const ownLicence = join(root, 'LICENSE');
const packages = join(root, 'node_modules');

const packageFolder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/** Packages under the same text are listed over it together. */
function licenceText(folders: readonly string[]): string {
  const packagesOf = new Map([[readFileSync(ownLicence, 'utf8').trim(), ['Headroom']]]);
  for (const folder of [...folders].sort()) {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile;
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    const texts = files.length === 0 ? [`${license}${author === undefined ? '' : `, ${typeof author === 'string' ? author : author.name}`}`] : files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    for (const text of texts) packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version}`]);
  }
  return [...packagesOf].map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`).join(`\n${'='.repeat(72)}\n\n`);
}

/** The part of a package.json that is read here. */
interface PackageFile {
  name: string;
  version: string;
  license: string;
  author?: string | { name: string };
}
