import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { prices, readPrices, scenarioJsonSchema } from '../../sim/index.ts';
import { version } from '../../sim/version.ts';
import { headroom } from './fakeTerminal.ts';

describe('headroom', () => {
  test('explains itself', async () => {
    const help = await headroom(['--help']);
    expect(help.code).toBe(0);
    for (const word of ['run FILE', 'validate FILE', 'prices', 'schema', 'Examples:', 'Exit codes']) expect(help.out).toContain(word);
    expect((await headroom(['help'])).out).toBe(help.out);
    expect((await headroom(['-h'])).out).toBe(help.out);
    expect(await headroom([])).toEqual({ code: 2, out: '', error: help.out });
  });

  test.each(['run', 'validate', 'prices', 'schema'])('explains %s and every option of it', async (command) => {
    const help = await headroom([command, '--help']);
    expect(help.code).toBe(0);
    expect(help.out).toMatch(new RegExp(`^Usage: headroom ${command}`));
    expect((await headroom(['help', command])).out).toBe(help.out);
    expect((await headroom([command, '-h'])).out).toBe(help.out);
  });

  test('says its version, the one in package.json', async () => {
    expect(version).toBe(manifest.version);
    expect(await headroom(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, error: '' });
  });

  test.each([
    [['rnu'], 'There is no command "rnu". Did you mean "run"?'],
    [['something'], 'There is no command "something".'],
    [['outage.json'], 'Did you mean "headroom run outage.json"?'],
    [['--hlep'], 'There is no option --hlep before a command. Did you mean --help?'],
    [['run', 'x.json', '--sede', '1'], 'There is no option --sede. Did you mean --seed?'],
    [['run', 'x.json', '--seed'], '--seed needs S after it.'],
    [['run', 'x.json', '--seed', '--json'], '--seed needs S after it.'],
    [['run', 'x.json', '--seed', '1', '--seed', '2'], '--seed is given twice.'],
    [['run', 'x.json', '--json=yes'], '--json takes no value, but was given "yes".'],
    [['run'], 'Which scenario?'],
    [['run', 'a.json', 'b.json'], 'One scenario at a time'],
    [['run', 'x.json', '--replications', '0'], '--replications must be a whole number from 1 to 100000, but is "0".'],
    [['run', 'x.json', '--replications', '2.5'], 'but is "2.5"'],
    [['run', 'x.json', '--replications', '1e9'], 'but is "1e9"'],
    [['run', 'x.json', '--band', '--no-band'], 'exclude each other'],
    [['run', 'x.json', '--series', 'out', '--events', 'out'], 'the same file'],
    [['validate'], 'Which scenario?'],
    [['schema', 'x.json'], 'schema takes no file'],
    [['prices', 'x.json'], 'prices takes no file'],
  ])('%j is bad input', async (words, message) => {
    const { code, out, error } = await headroom(words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toContain(message);
    expect(error).toContain('--help');
  });

  test('names every wrong word at once', async () => {
    const { error } = await headroom(['run', 'a', 'b', '--nope', '--replications', 'x']);
    expect(error.match(/^headroom: /gm)).toHaveLength(3);
  });

  test('prints the list of prices, as run --prices reads it', async () => {
    const { code, out } = await headroom(['prices']);
    expect(code).toBe(0);
    expect(readPrices(out)).toEqual({ prices, issues: [] });
  });

  test('prints the JSON Schema', async () => {
    const { code, out } = await headroom(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });

  test('lets nothing steer the terminal: no name, no seed, no word; JSON means what it meant', async () => {
    const evil = 'a\u001b[8m\u009b2J\u202eb\t\r';
    const input = JSON.stringify({ version: 1, name: evil, seed: evil, duration: '3m', functions: { f: {} }, traffic: [{ to: 'f', arrivals: { burst: { count: 1 } } }], expect: [{ metric: 'received', min: 1 }] });
    for (const colour of [true, false])
      for (const words of [['run', '-'], ['check', '-', '--replications', '2', '--threads', '1'], ['validate', evil], [evil], ['run', '-', `--${evil}`], ['run', '-', '--json']]) {
        const { out, error } = await headroom(words, { input, colour });
        expect(out.replace(/\u001b\[(0|1|2|38;5;\d+)m/g, colour ? '' : '$&') + error).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        if (words.includes('--json')) expect(JSON.parse(out)).toMatchObject({ scenario: { name: evil }, seed: evil });
      }
  });
});
