const longest = 60;

/** The name of a file about a scenario: `headroom-nightly-import-outcomes.svg`. Only letters, digits and hyphens come from the scenario's name. */
export function fileName(scenarioName: string, part: string, extension: string): string {
  const plain = scenarioName
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-');
  const short = [...plain].slice(0, longest).join('').replace(/^-+|-+$/g, '');
  return `headroom-${short === '' ? 'scenario' : short}-${part}.${extension}`;
}
