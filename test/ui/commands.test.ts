import { describe, expect, it } from 'vitest';
import { commands } from '../../ui/state/commands.ts';
import { find } from '../../ui/views/choices.ts';

describe('the commands', () => {
  it('have a key of their own each, and words that tell them apart', () => {
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
  });

  it('have the keys that people expect', () => {
    const titleOf = (key: string): string | undefined => commands.find(({ keys }) => keys.includes(key))?.title;
    for (const [key, title] of [['Mod+k', /Find/], ['?', /help/], ['r', /^Run$/], ['Escape', /Stop and keep/], ['Mod+z', /^Undo$/], ['Mod+Shift+z', /^Redo$/], ['Mod+s', /Save/], ['Mod+o', /Open/]] as const)
      expect(titleOf(key), key).toMatch(title);
  });
});

describe('the palette', () => {
  const choice = (title: string, kind = 'command') => ({ title, kind, keys: '', run: () => undefined });
  const titles = (words: string): string[] =>
    find([choice('Share a link'), choice('Reserved concurrency', 'Concurrency: functions.a.ReservedConcurrentExecutions'), choice('A burst on small reserved concurrency', 'scenario'), choice('Undo'), choice('Redo')], words).map(({ title }) => title);

  it('finds by parts of words in any order, also by AWS’s name', () => {
    expect(titles('link share')).toEqual(['Share a link']);
    expect(titles('ReservedConcurrent')).toEqual(['Reserved concurrency']);
    expect(titles('')).toHaveLength(5);
    expect(titles('nothing like that')).toEqual([]);
  });

  it('puts the very title before a title that has the words, and that before other words', () => {
    expect(titles('reserved concurrency')).toEqual(['Reserved concurrency', 'A burst on small reserved concurrency']);
    expect(titles('concurrency')).toEqual(['Reserved concurrency', 'A burst on small reserved concurrency']);
  });
});
