import type { Plugin } from 'vite';

/**
 * d3 writes its curves as functions whose prototype is set beside them, or as results of calls, which a bundler may not
 * take apart: the page would carry all twenty for the one it draws. Here each is marked so that it is dropped where
 * nothing uses it.
 */
export function leanCharts(): Plugin {
  return {
    name: 'lean-charts',
    apply: 'build',
    transform(code, id) {
      if (!/\/d3-shape\/dist\/d3-shape\.mjs$/.test(id)) return null;
      return { code: code.replace(functionWithPrototype, asOneExpression).replace(resultOfCall, `$& ${pure}`), map: null };
    },
  };
}

const pure = '/* @__PURE__ */';

/** A function at the left margin, followed by the object that becomes its prototype. */
const functionWithPrototype = /^function (\w+)\([^)]*\) \{\n(?:.*\n)*?\}\n\s*\1\.prototype = \{\n(?:.*\n)*?\};$/gm;

/** The beginning of a variable at the left margin whose value is the result of a call. */
const resultOfCall = /^var \w+ =(?= (?:\(function|\w+\())/gm;

function asOneExpression(definition: string, name: string): string {
  return `const ${name} = ${pure} (() => {\n${definition}\nreturn ${name};\n})();`;
}
