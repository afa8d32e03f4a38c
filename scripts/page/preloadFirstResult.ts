import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Has the browser fetch, beside the page's script, what that script will ask for on a first visit: the thread and the first scenario. */
export function preloadFirstResult(): Plugin {
  return {
    name: 'preload-first-result',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const texts = new Map(Object.entries(bundle).map(([file, one]) => [file, one.type === 'chunk' ? one.code : typeof one.source === 'string' ? one.source : '']));
        const worker = Object.keys(bundle).find((file) => /^assets\/worker-[\w-]+\.js$/.test(file));
        const scenario = Object.keys(bundle).find((file) => /^assets\/steady-state-.*\.js$/.test(file));
        return [...(worker === undefined ? [] : withImports(worker, texts)), ...(scenario === undefined ? [] : [scenario])].map(modulePreload);
      },
    },
  };
}

/** A file and all that it cannot begin without. */
function withImports(file: string, texts: ReadonlyMap<string, string>, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name = ''] of (texts.get(file) ?? '').matchAll(/\b(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) withImports(`assets/${name}`, texts, found);
  return found;
}

function modulePreload(file: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { rel: 'modulepreload', href: `./${file}`, fetchpriority: 'low' }, injectTo: 'head' };
}
