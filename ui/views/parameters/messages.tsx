import { edit } from '../../state/edit.ts';
import { Prose } from '../prose.tsx';
import { fixesOf } from './fixes.ts';
import { findingsByPath, issuesByPath } from './formState.ts';
import { ClauseButton } from './about.tsx';

/** Whether something is said about a place, and whether it is wrong. */
export function saidAbout(id: string): { isWrong: boolean; isSaid: boolean } {
  const isWrong = issuesByPath.value.has(id);
  return { isWrong, isSaid: isWrong || findingsByPath.value.has(id) };
}

/** What is wrong with a place, and what is worth a look, with what to do about it. */
export function Messages({ id }: { id: string }) {
  const issues = issuesByPath.value.get(id) ?? [];
  const found = findingsByPath.value.get(id) ?? [];
  if (issues.length + found.length === 0) return null;
  return (
    <div class="said" id={`said-${id}`}>
      {issues.map(({ message, clause }, index) => (
        <p key={`issue ${String(index)}`} class="said-wrong">
          <Prose text={message} /> {clause !== undefined && <ClauseButton id={clause} />}
        </p>
      ))}
      {found.map(({ message, clause, fix }, index) => (
        <div key={`finding ${String(index)}`} class="said-finding">
          <p>
            <Prose text={message} /> <ClauseButton id={clause} />
          </p>
          {fixesOf(fix).map(({ words, edits }) => (
            <button key={words} type="button" class="apply" onClick={() => edit(edits)}>
              Apply <code>{words}</code>
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
