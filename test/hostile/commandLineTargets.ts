import { headroom } from '../cli/fakeTerminal.ts';
import { fuzzTarget, insist, literal } from './fuzzTarget.ts';
import { hostileText } from './hostileWords.ts';
import { harmlessOnTerminal } from './lawsOfWriting.ts';
import { mutatedJson } from './mutatedJson.ts';
import type { Random } from './random.ts';
import { scenarioSeeds } from './scenarioSeeds.ts';
import { hostileNamed, namedScenario } from './writingTargets.ts';

interface Typed {
  words: string[];
  /** What stands on standard input. */
  input: string;
  colour: boolean;
}

const commands = ['run', 'plan', 'sweep', 'compare', 'tune', 'sensitivity', 'check', 'records', 'validate', 'lint', 'prices', 'schema', 'help', 'valdate', '--version', '--help', '-h'];
const options = ['--set', '--seed', '--json', '--help', '--replications', '--precision', '--metric', '--band', '--no-band', '--strict', '--event', '--condition', '--wrapped', '--threads', '--find', '--such-that', '--over', '--function', '-x', '--', '-', '--__proto__', '--constructor=1', '--json=1', '--set=', '--seed=x'];
const values = ['1', '-1', '0', '1%', 'functions.f.Timeout=60', 'functions.f.Timeout=1..60', 'discarded.gone <= 0', 'received', 'nothing.json', '.', '../nothing.json', 'Success'];

/** Words of a command line that reads a scenario or refuses the words; none that simulates for long or writes files. */
export const commandLines = fuzzTarget<Typed>({
  name: 'words',
  about: 'the words of a command line, and scenarios on standard input',
  weight: 35,
  input(random) {
    const words = [random.chance(0.9) ? random.pick(['validate', 'lint', 'validate', ...commands]) : hostileText(random), ...(random.chance(0.7) ? ['-'] : []), ...random.some(5, () => word(random))];
    // What would simulate is refused for its threads, or for having two scenarios.
    if (['plan', 'sweep', 'compare', 'tune', 'sensitivity', 'check'].includes(words[0] ?? '')) words.splice(1, 0, '--threads', random.pick(['0', hostileText(random)]));
    if (['run', 'records'].includes(words[0] ?? '')) words.splice(1, 0, 'nothing.json');
    return { words, input: scenarioText(random), colour: random.chance(0.5) };
  },
  check: harmlessAnswer,
  show: literal,
});

/** Commands that simulate a scenario with hostile names and say what came out. */
export const simulatingCommandLines = fuzzTarget<Typed>({
  name: 'answers',
  about: 'what commands answer to scenarios with hostile names',
  weight: 1,
  input: (random) => ({
    words: random.pick([
      ['run', '-'],
      ['run', '-', '--json'],
      ['run', '-', '--replications', '2'],
      ['run', '-', '--seed', hostileText(random)],
      ['check', '-', '--replications', '2', '--threads', '1', '--no-band'],
      ['records', '-'],
      ['sweep', '-', '--over', 'assumptions.duplicateProbability=0..1:2', '--replications', '2', '--threads', '1', '--no-band'],
    ]),
    input: JSON.stringify(namedScenario(hostileNamed(random))),
    colour: random.chance(0.5),
  }),
  check: harmlessAnswer,
  show: literal,
});

async function harmlessAnswer({ words, input, colour }: Typed): Promise<void> {
  const { code, out, error } = await headroom(words, { input, colour });
  insist(code === 0 || code === 1 || code === 2, () => `exit code ${String(code)}`);
  // An error that no command expects is caught at the very end, and told in one line.
  insist(!/^headroom: (?!There is|--|Try|".*" is no|.* is no command|Which|One|What|the run|.* cannot be read)[^\n]*\n$/.test(error), () => `an error that nothing expected: ${literal(error)}`);
  insist(code !== 1 || error === '', () => `it failed: ${literal(error)}`);
  harmlessOnTerminal(error);
  // What is not on a screen is letter for letter as AWS sends it.
  if (colour || words[0] !== 'records') harmlessOnTerminal(out, { colours: colour });
  insist((out === '' || out.endsWith('\n')) && (error === '' || error.endsWith('\n')), 'the last line has no end');
  insist(code === 0 || code === 1 || error !== '', 'a refusal without a word');
  const isAnswer = code === 0 && !words.includes('--help') && !words.includes('-h');
  if (words[0] === 'run' && words.includes('--json') && isAnswer) JSON.parse(out);
}

function word(random: Random): string {
  const choice = random.below(10);
  if (choice < 4) return random.pick(options);
  if (choice < 7) return random.pick(values);
  const text = hostileText(random);
  // Nothing that names a file to be written, or a device to be read for ever.
  return /^--(series|events|csv|junit|prices)|\/dev|\/proc/.test(text) ? 'x' : text;
}

function scenarioText(random: Random): string {
  if (random.chance(0.3)) return JSON.stringify(namedScenario(hostileNamed(random)));
  return random.chance(0.5) ? random.pick(scenarioSeeds).text : mutatedJson(random, scenarioSeeds);
}
