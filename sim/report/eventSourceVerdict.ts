import { countOf, listed } from './count.ts';
import { mappingHeadline } from './eventSourceHeadlines.ts';
import { mappingSentences } from './eventSourceSentences.ts';
import { type MappingStory, mappingStories } from './eventSourceStory.ts';
import { type Headline, Severity } from './severity.ts';
import { secondsOf } from './span.ts';
import type { Story } from './story.ts';

/** What event source mappings come to: a headline each, the worst first, and the sentences that follow. */
export interface EventSourceVerdict {
  headlines: Headline[];
  sentences: string[];
}

/** Null where nothing is read for a function. */
export function eventSourceVerdict({ scenario, result, series, simulated }: Story): EventSourceVerdict | null {
  const target = secondsOf(scenario.delayTarget);
  const told = mappingStories(scenario, result, series)
    .map((story) => ({ story, headline: mappingHeadline(story, target, simulated) }))
    .sort((one, other) => other.headline.severity - one.headline.severity);
  const worst = told[0];
  if (worst === undefined) return null;
  const calm = told.filter(({ headline }) => headline.severity <= Severity.fine);
  if (told.length > 1 && calm.length === told.length && worst.headline.severity === Severity.fine) {
    return { headlines: [{ severity: Severity.fine, text: processedByAll(told.map(({ story }) => story)) }], sentences: [] };
  }
  const shown = told.filter(({ headline }) => headline.severity > Severity.fine).slice(0, mostTold);
  const troubled = shown.length === 0 ? [worst] : shown;
  const left = told.length - troubled.length - (shown.length === 0 ? calm.length - 1 : calm.length);
  return {
    headlines: troubled.map(({ headline }) => headline),
    sentences: [...shown.flatMap(({ story }) => mappingSentences(story, target)), ...(left > 0 ? [`${countOf(left, 'more mapping')} had trouble, too.`] : [])],
  };
}

/** So many mappings get sentences of their own. */
const mostTold = 3;

function processedByAll(stories: readonly MappingStory[]): string {
  const processed = (kind: MappingStory['kind'], noun: string): string => {
    const count = stories.reduce((sum, story) => sum + (story.kind === kind ? story.result.delivered : 0), 0);
    return count === 0 ? '' : countOf(count, noun);
  };
  const what = [processed('stream', 'record'), processed('queue', 'message')].filter((part) => part !== '');
  return `Nothing was lost or held up: ${countOf(stories.length, 'mapping')} processed ${listed(what)}.`;
}
