import type { Measure } from '../../sim/worker/api.ts';
import { comparison, differences } from '../state/compare.ts';
import { repeating } from '../state/repeating.ts';
import { ownStudy, ownSubject, replicationsWanted } from '../state/studies.ts';
import { Lingering } from './lingering.tsx';
import { differenceSentence, measureWords, valueWords } from './measureWords.ts';
import { Prose } from './prose.tsx';

/** What is worth its interval in a sentence, where there is any of it; the table of scenarios has the rest. */
const told: readonly Measure[] = ['gone', 'lost', 'captured', 'delayed', 'onTime', 'delayP99'];

/** What is said of a comparison at most: the gravest first. */
const mostDifferences = 4;

/** How much of the numbers is luck: their means and intervals over runs that differ in nothing else. */
export function Luck({ isChanging }: { isChanging: boolean }) {
  const { status } = ownStudy.value;
  const isPending = isChanging || (repeating.value && (status === 'due' || status === 'running'));
  return (
    <Lingering isPending={isPending} before={isChanging ? null : <Waiting />}>
      {isChanging ? null : luckSentence()}
    </Lingering>
  );
}

function Waiting() {
  return (
    <p class="assumptions luck">
      <strong>Luck.</strong> The run is being repeated with other luck, to see how much of these numbers is chance…
    </p>
  );
}

function luckSentence() {
  const about = ownSubject.value;
  const { status } = ownStudy.value;
  if (about === null) return null;
  if (about.replications < 2) {
    return status === 'short' ? <p class="assumptions luck">One run is all there is: it took too long to be repeated, so how much of these numbers is luck is not known.</p> : null;
  }
  const parts = told.flatMap((measure) => {
    const { mean, low, high } = about.intervals[measure];
    if (mean === null || low === null || high === null || high === 0) return [];
    const label = (measureWords[measure]?.label ?? measure).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    const [from, to] = [valueWords(measure, low), valueWords(measure, high)];
    return [from === to ? `${label} ${from}` : `${label} ${valueWords(measure, mean)} (${from} to ${to})`];
  });
  return (
    <p class="assumptions luck">
      <strong>Luck.</strong> Over {about.replications} runs{about.replications < replicationsWanted && status === 'running' ? ' so far' : ''}, mean and 95 % interval:
      <span class="luck-parts">
        {parts.map((part, place) => (
          <span key={place}>
            <Prose text={`${part}${place < parts.length - 1 ? ';' : '.'}`} />
          </span>
        ))}
      </span>
    </p>
  );
}

/** What the last change did, or how the scenario over the charts differs. */
export function Comparison({ isChanging }: { isChanging: boolean }) {
  const isPending = isChanging || ownStudy.value.status === 'due' || ownStudy.value.status === 'running' || comparison.value !== null;
  return <Lingering isPending={isPending}>{comparisonSentence()}</Lingering>;
}

function comparisonSentence() {
  const about = comparison.value;
  const found = differences.value;
  if (about === null || found === null) return null;
  const sentences = (Object.keys(measureWords) as Measure[])
    .flatMap((measure) => {
      const difference = found[measure];
      const sentence = difference === null ? null : differenceSentence(measure, difference);
      return sentence === null ? [] : [sentence];
    })
    .slice(0, mostDifferences);
  const pairs = Math.min(about.one.study.replications, about.other.study.replications);
  return (
    <p class="assumptions comparison">
      <strong>{about.label === 'before' ? 'Since the change' : `Compared with ${about.label}`}.</strong>{' '}
      {sentences.length === 0 ? `No difference that ${String(pairs)} pairs of runs could tell from luck.` : <Prose text={`${upperFirst(sentences.join('; '))}.`} />}
    </p>
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
