import { BestChart } from '../../charts/planner/bestChart.tsx';
import type { Inquiry } from '../../state/planner.ts';
import { copyScenario, workspace } from '../../state/session.ts';
import { titleOf } from '../../state/titles.ts';
import type { NamedScenario } from '../../state/workspace.ts';
import type { BestAnswer, Direction } from '../../../sim/worker/planningApi.ts';
import { bestSentences } from '../../../sim/report/bestWords.ts';
import { countOf } from '../../../sim/report/count.ts';
import { differenceText, estimateText, unitOf } from '../../../sim/report/metricWords.ts';
import { Prose } from '../prose.tsx';
import { useAsking, type DetailsOf } from './asking.ts';
import { Problems } from './fields.tsx';
import { MetricField } from './metricFields.tsx';
import { differenceMark, metricLabel, metricPhrase, usualDirection } from './metrics.ts';
import type { PlannedScenario } from './plannedSettings.ts';
import { AnswerActions, QuestionFrame, Verdict } from './questionFrame.tsx';
import type { Drafts } from './questions.ts';

type BestDetails = DetailsOf<'best', { letters: readonly string[]; functions: readonly string[] }>;

/** Of more scenarios than these there are too many pairs to be told apart: then the first of them are compared until somebody chooses. */
const mostCompared = 10;

/** Which scenario is best? */
export function BestView({ planned }: { planned: PlannedScenario }) {
  const { scenarios } = workspace.value;
  const about = ({ without }: Drafts['best']): readonly NamedScenario[] => workspace.value.scenarios.filter(({ letter }) => !without.includes(letter));
  const asking = useAsking<'best', BestDetails>({
    kind: 'best',
    planned,
    usual: () => ({ metric: 'delivered.onTime / received', better: 'more', without: scenarios.slice(mostCompared).map(({ letter }) => letter) }),
    prepare: (draft) => ({
      question: { kind: 'best', metric: draft.metric, better: draft.better },
      details: { draft, letters: about(draft).map(({ letter }) => letter), functions: planned.functions },
      options: ['--metric', draft.metric],
    }),
    about,
    verdict: ({ answer }, details) => bestVerdict(answer, details),
  });
  const { draft, change, said, inquiry } = asking;
  if (scenarios.length < 2)
    return (
      <>
        <p class="records-hint">This compares the scenarios of the page, of which there is one so far. Copy it and change the copy, or open further files beside it.</p>
        <div class="plan-actions">
          <button type="button" onClick={copyScenario}>
            Copy this scenario
          </button>
        </div>
      </>
    );
  return (
    <QuestionFrame asking={asking} label="Best scenario" button="Find the best" answer={inquiry?.answer?.kind === 'best' && <Ranked answer={inquiry.answer.answer} inquiry={inquiry} />}>
      <p class="records-hint">All run with the seed of the first, and so with the same luck, run by run. Those that cannot be told apart from the best are marked.</p>
      <div>
        <div class="plan-row">
          <MetricField
            label="Which scenario has"
            functions={planned.functions}
            metric={draft.metric}
            said={said}
            part="metric 0"
            change={(metric) => change({ metric, better: usualDirection(metric) })}
          />
          <label class="plan-field plan-value">
            best is
            <select value={draft.better} onChange={(event) => change({ better: event.currentTarget.value as Direction })}>
              <option value="less">the least</option>
              <option value="more">the most</option>
            </select>
          </label>
        </div>
        <Problems said={said} part="metric 0" />
      </div>
      <fieldset class="plan-scenarios">
        <legend>Among</legend>
        {scenarios.map((scenario) => (
          <label key={scenario.letter}>
            <input type="checkbox" checked={!draft.without.includes(scenario.letter)} onChange={(event) => change({ without: toggled(draft.without, scenario.letter, !event.currentTarget.checked) })} />
            <strong>{scenario.letter}</strong> {titleOf(scenario)}
          </label>
        ))}
      </fieldset>
    </QuestionFrame>
  );
}

const toggled = (letters: readonly string[], letter: string, isIn: boolean): string[] => [...letters.filter((one) => one !== letter), ...(isIn ? [letter] : [])].sort();

function Ranked({ answer, inquiry }: { answer: BestAnswer; inquiry: Inquiry<'best', BestDetails> }) {
  const { metric, scenarios, leader, replications } = answer;
  const { letters, functions } = inquiry.details;
  const unit = unitOf(metric, scenarios.map(({ estimate }) => estimate));
  return (
    <>
      <Verdict text={bestVerdict(answer, inquiry.details)} />
      <p class="records-hint">
        <Prose text={`${countOf(replications, 'run')} of each. Differences are taken run by run, and all of their intervals together are right with 95 %; ≈ cannot be told from luck.`} />
      </p>
      <AnswerActions inquiry={inquiry} />
      {leader !== null && (
        <BestChart
          title={metricLabel(metric.text, functions)}
          leader={letters[leader] ?? ''}
          rows={scenarios.map(({ estimate, difference, best }, place) => ({
            letter: letters[place] ?? '',
            title: titleAt(inquiry, place),
            measured: estimateText(unit, estimate),
            difference,
            words: differenceText(unit, difference),
            isLeader: place === leader,
            best,
          }))}
          isTime={unit === 'seconds'}
          formatDifference={(value) => differenceMark(unit, value)}
        />
      )}
    </>
  );
}

function titleAt({ scenarios }: Inquiry<'best', BestDetails>, place: number): string {
  const scenario = scenarios[place];
  return scenario === undefined ? '' : titleOf(scenario);
}

function bestVerdict(answer: BestAnswer, { letters, functions }: BestDetails): string {
  return bestSentences(answer, metricPhrase(answer.metric.text, functions), letters).join(' ');
}
