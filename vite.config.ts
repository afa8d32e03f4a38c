import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** The browser page: static files in `dist/web` that run from any folder of any host. */
export default defineConfig({
  root: fileURLToPath(new URL('ui', import.meta.url)),
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // d3's modules change nothing by being loaded, and say so nowhere; without this the parts that the charts do not use come along.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /node_modules\/d3(-|\/)/, sideEffects: false }] } },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
  preview: { host: '127.0.0.1' },
  optimizeDeps: { include: ['comlink', 'seedrandom'] },
  plugins: [strictContentSecurityPolicy()],
});

/** Nothing but the page's own files and the pictures it makes of its charts, and no connection at all after they are loaded. The dev server needs more, so only the build says it. */
function strictContentSecurityPolicy(): Plugin {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    name: 'strict-content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' }],
  };
}
