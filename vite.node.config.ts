import { defineConfig } from 'vite';

/**
 * The library (`import … from 'headroom'`) and the command line, for Node: dist/node/index.js and dist/node/cli.js, and the threads that planning runs on.
 *
 * Everything is bundled, because reading the hundred small files of the dependencies costs more than the simulation
 * of a small scenario.
 */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/node',
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: { index: 'sim/index.ts', cli: 'cli/main.ts', laboratoryThread: 'cli/laboratoryThread.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
  ssr: { noExternal: true },
});
