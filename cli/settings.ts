import { type Option, type Words, valueOf } from './words.ts';

/** `--set`, for a command that runs one scenario. */
export const setOption: Option = {
  name: 'set',
  takes: 'PATH=VALUE',
  repeats: true,
  help: 'change the scenario: --set functions.import.Timeout=60; can be repeated',
};

/** What `--set` and `--seed` change, as `loadScenario` takes it. The seed is set like any other value of the scenario, so that it is checked and reported like one. */
export function settingsOf(words: Words): string[] {
  const seed = valueOf(words, 'seed');
  return [...(words.values.get('set') ?? []), ...(seed === undefined ? [] : [`seed=${JSON.stringify(seed)}`])];
}
