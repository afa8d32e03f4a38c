import { edit } from '../../state/edit.ts';
import type { Node, Section } from '../../../sim/form/form.ts';
import { issuesByPath } from './formState.ts';
import { MainViews } from './nodeView.tsx';
import { isOpen, sectionId, setOpen } from './openParts.ts';

/** What planners change most is open on the first visit. */
const openAtFirst: ReadonlySet<string> = new Set(['Traffic', 'Retries and age', 'Concurrency']);

/** More entries than this would hide the sections below them. */
const fewEntries = 8;

/** Settings under a heading that opens and closes, with how many of them are not as they are by default. */
export function SectionView({ section: { title, nodes } }: { section: Section }) {
  const id = sectionId(title);
  const isShort = nodes.every((node) => node.kind !== 'list' || node.entries.length <= fewEntries);
  const opened = isOpen(id, isShort && openAtFirst.has(title));
  const changed = nodes.flatMap(changedIn);
  const wrong = issuesByPath.value.size === 0 ? 0 : nodes.reduce((count, node) => count + issuesIn(node), 0);
  return (
    <section class="parameters-section">
      <div class="section-head">
        <h3>
          <button type="button" aria-expanded={opened} onClick={() => setOpen(id, !opened)}>
            {title}
            {wrong > 0 && <span class="section-wrong"> {wrong === 1 ? '1 problem' : `${String(wrong)} problems`}</span>}
            {changed.length > 0 && <span class="section-changed"> {changed.length} changed</span>}
          </button>
        </h3>
      </div>
      {opened && (
        <div class="section-inside">
          <MainViews id={id} nodes={nodes} isMain={isMain} />
          {changed.length > 0 && (
            <button type="button" class="quiet small" onClick={() => edit(changed.map(({ path }) => ({ path, value: undefined })))}>
              Reset all of these<span class="visually-hidden"> ({title})</span>
            </button>
          )}
        </div>
      )}
    </section>
  );
}

/** The settings that are not as they are by default; what is inside such a one goes with it. Entries somebody made are their own. */
function changedIn(node: Node): Node[] {
  if (node.changed) return [node];
  return node.kind === 'group' || node.kind === 'one-of' ? node.nodes.flatMap(changedIn) : [];
}

function issuesIn(node: Node): number {
  return insideOf(node).reduce((count, inner) => count + issuesIn(inner), issuesByPath.value.get(node.id)?.length ?? 0);
}

/** Whether a setting is one that people look for before they need it: not a text of their own that is not there. */
function isMain(node: Node): boolean {
  return node.written || node.kind !== 'value' || node.default !== undefined || !(node.type === 'json' || node.type === 'text' || node.unit === 'bytes');
}

/** The nodes inside a node. */
export function insideOf(node: Node): readonly Node[] {
  if (node.kind === 'value') return [];
  return node.kind === 'list' || node.kind === 'map' ? node.entries.flatMap(({ node: inner }) => (inner === null ? [] : [inner])) : node.nodes;
}
