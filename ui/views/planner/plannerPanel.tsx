import '../../style/planner.css';
import { useEffect } from 'preact/hooks';
import { plannerOpen } from '../../state/planning.ts';
import { BestView } from './bestView.tsx';
import { FindView } from './findView.tsx';
import { planned, followSettings } from './plannedSettings.ts';
import { chooseQuestion, chosenQuestion } from './questions.ts';
import { SensitivityView } from './sensitivityView.tsx';
import { SweepView } from './sweepView.tsx';
import { TuneView } from './tuneView.tsx';

const questions = [
  { id: 'find', title: 'Find a value', View: FindView },
  { id: 'sweep', title: 'Sweep', View: SweepView },
  { id: 'tune', title: 'Tune retries', View: TuneView },
  { id: 'sensitivity', title: 'What matters', View: SensitivityView },
  { id: 'best', title: 'Best scenario', View: BestView },
] as const;

/** The planner: the questions that it answers, one at a time. */
export function PlannerPanel() {
  useEffect(followSettings, []);
  // Whoever takes the question of a link back by undo keeps the planner.
  useEffect(() => void (plannerOpen.value = true), []);
  if (planned.value === null) return <p class="records-hint">Reading the scenario’s settings…</p>;
  const chosen = Math.max(0, questions.findIndex((question) => question.id === chosenQuestion.value));
  const { View, id } = questions[chosen] ?? questions[0];
  function onKeyDown(event: KeyboardEvent): void {
    const next = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: questions.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const { id: its } = questions[(next + questions.length) % questions.length] ?? questions[0];
    chooseQuestion(its);
    document.getElementById(`plan-tab-${its}`)?.focus();
  }
  return (
    <div class="plan">
      <div class="plan-tabs" role="tablist" aria-labelledby="plan" onKeyDown={onKeyDown}>
        {questions.map((question, place) => (
          <button key={question.id} id={`plan-tab-${question.id}`} type="button" role="tab" class="quiet" aria-selected={place === chosen} aria-controls="plan-question" tabIndex={place === chosen ? 0 : -1} onClick={() => chooseQuestion(question.id)}>
            {question.title}
          </button>
        ))}
      </div>
      <div id="plan-question" role="tabpanel" aria-labelledby={`plan-tab-${id}`}>
        <View planned={planned.value} />
      </div>
    </div>
  );
}
