import { readPrices } from '../../sim/cost/prices.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import { readSpan, settingOf } from '../../sim/planner/parameter.ts';
import { readPlanQuestion } from '../../sim/planner/planQuestion.ts';
import { readSweepQuestion } from '../../sim/planner/sweep.ts';
import { readTarget } from '../../sim/planner/target.ts';
import { readPath } from '../../sim/scenario/path.ts';
import { formatDuration, formatRate, parseDuration, parseRate } from '../../sim/scenario/units.ts';
import defaultPrices from '../../sim/cost/prices.json' with { type: 'json' };
import { fuzzTarget, insist, literal, NotHeld } from './fuzzTarget.ts';
import { hostileNumbers, hostileText, scriptNames } from './hostileWords.ts';
import { wellFormed } from './lawsOfReading.ts';
import { jsonSeed, mutatedJson } from './mutatedJson.ts';
import { withTokensChanged } from './mutatedText.ts';
import type { Random } from './random.ts';
import { scenarioSeeds } from './scenarioSeeds.ts';

const formulas: readonly (readonly string[])[] = [
  ['discarded.gone', ' ', '/', ' ', 'received', ' ', '<=', ' ', '0.001'],
  ['functions', '.', 'f', '.', 'delaySeconds', '.', 'p99', ' ', '<', ' ', '5m'],
  ['functions', '[', '"f"', ']', '.', 'Timeout', '=', '1', '..', '900', ':', '9'],
  ['traffic', '[', '0', ']', '.', 'arrivals', '.', 'poisson', '.', 'rate', '=', '1/s', '..', '1k/s'],
  ['functions', '.', 'f', '.', 'ReservedConcurrentExecutions', '=', '1', '..', '100'],
  ['cost.total'],
  ['1h30m', '5s', '250ms'],
  ['1.5', 'k', '/', 'min'],
];

const formulaWords = ['.', '..', '...', '=', '/', ' ', ':', '<=', '>=', '<', '>', '[', ']', '"', '\\', '[0]', '[999]', '%', 's', 'ms', 'us', 'd', 'w', '/s', '/min', '1e5', '-1'];
const foreign = (random: Random): string => (random.chance(0.5) ? random.pick(formulaWords) : random.chance(0.3) ? random.pick(scriptNames) : random.chance(0.5) ? random.pick(hostileNumbers) : hostileText(random));

/** What the planner is asked in: metrics, targets, ranges, durations and rates. */
export const plannerFormulas = fuzzTarget<string>({
  name: 'formulas',
  about: 'metrics, targets, ranges, durations and rates',
  weight: 260,
  input: (random) => withTokensChanged(random, random.pick(formulas), foreign),
  check(text) {
    const path = readPath(text);
    insist(path === null || (path.length > 0 && path.length <= text.length && path.path.length > 0), 'a path without parts');
    const metric = readMetric(text);
    insist(metric === null || readMetric(metric.text) !== null, 'a metric, written again, is none');
    const target = readTarget(text);
    insist(target === null || Number.isFinite(target.value), 'a target without a finite limit');
    const span = readSpan(text);
    if ('problem' in span) sentence(span.problem);
    else {
      insist(Number.isFinite(span.low) && Number.isFinite(span.high) && span.low < span.high, 'a range that is none');
      for (const value of [span.low, span.high]) insist(readPath(settingOf(span.parameter, value)) !== null, 'a setting that cannot be read');
    }
    const duration = parseDuration(text);
    insist(duration === null || (Number.isSafeInteger(duration) && duration >= 0 && parseDuration(formatDuration(duration)) === duration), () => `a duration that is none: ${String(duration)}`);
    // Written with six digits.
    const rate = parseRate(text);
    insist(rate === null || (Number.isFinite(rate) && rate >= 0 && Math.abs((parseRate(formatRate(rate)) ?? NaN) - rate) <= rate / 100_000), () => `a rate that is none: ${String(rate)}`);
  },
  show: literal,
});

interface Question {
  scenario: string;
  range: string;
  wanted: string;
  settings: string[];
}

const subjects = scenarioSeeds.filter(({ text }) => text.length < 700).map(({ text }) => text);

/** Questions to the planner: a scenario, a range, a target and settings, each of which may be wrong. */
export const plannerQuestions = fuzzTarget<Question>({
  name: 'questions',
  about: 'questions to the planner',
  weight: 3,
  input: (random) => ({
    scenario: random.chance(0.1) ? mutatedJson(random, scenarioSeeds) : random.pick(subjects),
    range: random.chance(0.4) ? random.pick(formulas).join('') : withTokensChanged(random, random.pick(formulas), foreign),
    wanted: random.chance(0.4) ? random.pick(formulas).join('') : withTokensChanged(random, random.pick(formulas), foreign),
    settings: random.some(1, () => withTokensChanged(random, ['functions.f.Timeout', '=', '60'], foreign)),
  }),
  check({ scenario, range, wanted, settings }) {
    const subject = { text: scenario, files: { 't.csv': 'timestamp,count\n0,1\n60,2\n' } };
    for (const read of [readPlanQuestion(subject, { find: range, suchThat: [wanted], settings, replications: 5 }), readSweepQuestion(subject, { over: [range], metrics: [wanted], suchThat: [wanted], settings, replications: 2 })])
      if ('problems' in read) for (const problem of read.problems) sentence(problem);
  },
  show: literal,
});

/** A list of prices. */
export const priceLists = fuzzTarget<string>({
  name: 'prices',
  about: 'lists of prices',
  weight: 30,
  input: (random) => mutatedJson(random, [jsonSeed(JSON.stringify(defaultPrices))]),
  check(text) {
    const { prices, issues } = readPrices(text);
    insist((prices === null) === issues.length > 0, 'prices beside issues');
    wellFormed(issues);
    if (prices === null) return;
    for (const { price, per } of Object.values(prices.prices)) if (!(price >= 0 && price <= 1e6 && per > 0)) throw new NotHeld(`a price of ${String(price)} per ${String(per)}`);
  },
  show: literal,
});

function sentence(problem: string): void {
  insist(problem !== '' && !problem.includes('[object Object]') && !problem.includes('undefined is'), () => `a problem that is no sentence: ${literal(problem)}`);
}
