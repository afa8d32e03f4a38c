import type { Plugin, Rolldown } from 'vite';
import { policyText, singleFilePolicy } from './contentSecurityPolicy.ts';

/** Puts the thread's code into the page's own script: a file that is opened from a disk may load no other. */
export function inlineWorkers(): Plugin {
  return {
    name: 'inline-workers',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      const imports: string[] = [];
      const inlined = code.replace(newWorker, (_, path: string) => {
        const name = `InlineWorker${String(imports.length)}`;
        imports.push(`import ${name} from '${path}?worker&inline';\n`);
        return `new ${name}()`;
      });
      return imports.length === 0 || /\?/.test(id) ? null : { code: imports.join('') + inlined, map: null };
    },
  };
}

const newWorker = /new Worker\(new URL\('([^']+)', import\.meta\.url\), \{ type: 'module' \}\)/g;

/**
 * Writes the page as one HTML file called `fileName`, with its script and styles in it, and the licences of what
 * is bundled as a comment at its end. Needs a build without code splitting and with all assets inlined.
 */
export function singleFile(fileName: string): Plugin {
  return {
    name: 'single-file',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.values(bundle);
        const page = onlyOne(files, '.html');
        const script = scriptText(onlyOne(files, '.js'));
        const style = textOf(onlyOne(files, '.css'));
        const licences = textOf(onlyOne(files, '.txt'));
        const html = textOf(page)
          .replace(/^\s*<(?:script type="module"[^>]*><\/script|link rel="(?:stylesheet|modulepreload|manifest)"[^>]*)>\n/gm, '')
          .replace('<head>', () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policyText(singleFilePolicy(script, style))}" />`)
          .replace('</head>', () => `<style>${style}</style>\n  </head>`)
          // A module waits for the whole document wherever it stands; what comes first is drawn first.
          .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`);
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: 'asset', fileName, source: `${html.trimEnd()}\n<!--\n${licences.replaceAll('--', '- -')}\n-->\n` });
      },
    },
  };
}

type OutputFile = Rolldown.OutputAsset | Rolldown.OutputChunk;

function onlyOne(files: readonly OutputFile[], ending: string): OutputFile {
  const found = files.filter(({ fileName }) => fileName.endsWith(ending));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`One ${ending} file is needed, and there are ${String(found.length)}: ${found.map(({ fileName }) => fileName).join(', ')}`);
  return first;
}

function textOf(file: OutputFile): string {
  if (file.type === 'chunk') return file.code;
  return typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source);
}

/** The code as it may stand in a script element, which ends at the first `</script`, whatever that is part of. */
function scriptText(file: OutputFile): string {
  const code = textOf(file).replace(/<\/(?=script)/gi, '<\\/');
  if (code.includes('<!--')) throw new Error('The bundle has a "<!--", after which a browser reads a script element differently.');
  return code;
}
