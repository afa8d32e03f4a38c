/**
 * A template as its author wrote it, where a website has changed it: typographic quotes around a value become plain ones,
 * and a template of one EventInvokeConfig whose every line has lost its indentation gets it back, as its keys stand in a
 * fixed order of depth. Any other text stays as it is.
 */
export function asWritten(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/^(\s*[^\s:][^:]*:\s+)[“”]([^“”]*)[“”]\s*$/, '$1"$2"'));
  const lost = lines.includes('Resources:') && lines.every((line) => /^(?:\S|$)/.test(line));
  return (lost ? lines.map((line) => '  '.repeat(depthOf(line)) + line) : lines).join('\n');
}

const depths: Readonly<Record<string, number>> = {
  Resources: 0,
  Type: 2,
  Properties: 2,
  FunctionName: 3,
  Qualifier: 3,
  MaximumEventAgeInSeconds: 3,
  MaximumRetryAttempts: 3,
  DestinationConfig: 3,
  OnSuccess: 4,
  OnFailure: 4,
  Destination: 5,
};

function depthOf(line: string): number {
  const [, key = '', value = ''] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
  if (Object.hasOwn(depths, key)) return depths[key] ?? 0;
  // A key without a value that the resource does not have is the resource's own name.
  return key !== '' && value === '' ? 1 : 0;
}
