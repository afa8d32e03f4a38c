import { useId } from 'preact/hooks';
import type { QuestionProblem } from '../../../sim/worker/planningApi.ts';

/** What is wrong with a question, to be said beside its parts; `id` begins the ids of what is said. */
export interface Said {
  id: string;
  problems: readonly QuestionProblem[];
}

/** The attributes of a field that is, or is not, among what is said. */
export function invalid({ id, problems }: Said, part: QuestionProblem['part']): { 'aria-invalid'?: true; 'aria-describedby'?: string } {
  return problems.some((problem) => problem.part === part) ? { 'aria-invalid': true, 'aria-describedby': idOf(id, part) } : {};
}

/** What is wrong with a part of the question; nothing where nothing is. */
export function Problems({ said: { id, problems }, part }: { said: Said; part: QuestionProblem['part'] }) {
  const its = problems.filter((problem) => problem.part === part);
  if (its.length === 0) return null;
  return (
    <div id={idOf(id, part)} class="plan-problem">
      {its.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}

const idOf = (id: string, part: QuestionProblem['part']): string => `${id}-${part.replace(' ', '-')}`;

interface TextFieldProps {
  label: string;
  value: string;
  said: Said;
  part: QuestionProblem['part'];
  write: (value: string) => void;
}

/** A value to be typed. */
export function TextField({ label, value, said, part, write }: TextFieldProps) {
  const id = useId();
  return (
    <div class="plan-field plan-value">
      <label for={id}>{label}</label>
      <input id={id} type="text" autocomplete="off" spellcheck={false} value={value} onInput={(event) => write(event.currentTarget.value)} {...invalid(said, part)} />
    </div>
  );
}

interface ChoiceOrPathProps {
  label: string;
  /** The class that gives it its width. */
  kind: 'plan-setting' | 'plan-metric';
  groups: readonly { label: string | null; options: readonly { value: string; text: string }[] }[];
  value: string;
  /** Whether the value is to be typed though it could be chosen. */
  isTyping: boolean;
  choose: (value: string, isTyping: boolean) => void;
  said: Said;
  part: QuestionProblem['part'];
}

const another = '…';

/** Something that has a path: chosen by its name, or typed. */
export function ChoiceOrPath({ label, kind, groups, value, isTyping, choose, said, part }: ChoiceOrPathProps) {
  const id = useId();
  const isOther = isTyping || !groups.some(({ options }) => options.some((option) => option.value === value));
  return (
    <div class={`plan-field ${kind}`}>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={isOther ? another : value}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          choose(chosen === another ? value : chosen, chosen === another);
        }}
        {...invalid(said, part)}
      >
        {groups.map(({ label: name, options }) => {
          const all = options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ));
          return name === null ? all : <optgroup key={name} label={name}>{all}</optgroup>;
        })}
        <option value={another}>Another path…</option>
      </select>
      {isOther && <input type="text" aria-label={`${label}, path`} spellcheck={false} autocomplete="off" value={value} onInput={(event) => choose(event.currentTarget.value, true)} />}
    </div>
  );
}
