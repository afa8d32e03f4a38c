/**
 * `npm ci` ends here: builds the library and the command line, so that `npx headroom` and `import 'headroom'` work at
 * once. An installation without the development packages has nothing to build with, and says so instead of failing.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, needsBuild } from '../bin/build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const typescript = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

// npx asks for this again when it first meets a checkout: then everything is there.
if (needsBuild(root) || !existsSync(join(root, 'dist', 'types'))) {
  if (!existsSync(typescript)) build(root);
  else {
    // Beside the build, which waits in this process.
    const declarations = spawn(process.execPath, [typescript, '--project', 'tsconfig.types.json'], { cwd: root, stdio: ['ignore', 2, 2] });
    declarations.on('close', (status) => {
      if (status !== 0) console.error('headroom: the type declarations are not built, for the reasons above.');
    });
    if (!build(root)) process.exitCode = 1;
  }
}
