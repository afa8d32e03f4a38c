import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Has the browser fetch, beside the page's script, what that script will ask for on a first visit: the thread and the first scenario. */
export function preloadFirstResult(): Plugin {
  return {
    name: 'preload-first-result',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { chunk, bundle = {} }) {
        const worker = /assets\/worker-[\w-]+\.js|\bworker-[\w-]+\.js/.exec(chunk?.code ?? '')?.[0] ?? '';
        const scenario = Object.keys(bundle).find((file) => /^assets\/steady-state-.*\.js$/.test(file)) ?? '';
        return [worker, scenario].filter((file) => file !== '').map((file) => modulePreload(file.startsWith('assets/') ? file : `assets/${file}`));
      },
    },
  };
}

function modulePreload(file: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { rel: 'modulepreload', href: `./${file}`, fetchpriority: 'low' }, injectTo: 'head' };
}
