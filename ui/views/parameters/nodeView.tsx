import type { ComponentChildren } from 'preact';
import { edit } from '../../state/edit.ts';
import type { GroupNode, Node, OneOfNode } from '../../../sim/form/form.ts';
import { plainWords, useAbout } from './about.tsx';
import { Field } from './field.tsx';
import { ListView } from './listView.tsx';
import { MapView } from './mapView.tsx';
import { Messages, saidAbout } from './messages.tsx';
import { isOpen, moreId, setOpen } from './openParts.ts';
import { ResetButton } from './resetButton.tsx';

/** A node of the form, with everything inside it. */
export function NodeView({ node }: { node: Node }) {
  switch (node.kind) {
    case 'value':
      return <Field node={node} />;
    case 'group':
      return <GroupView node={node} />;
    case 'one-of':
      return <OneOfView node={node} />;
    case 'list':
      return <ListView node={node} />;
    case 'map':
      return <MapView node={node} />;
  }
}

/** Nodes one after the other; each keeps its place on the page by its path. */
export function NodeViews({ nodes }: { nodes: readonly Node[] }) {
  return (
    <>
      {nodes.map((node) => (
        <NodeView key={`${node.kind} ${node.id}`} node={node} />
      ))}
    </>
  );
}

/** What is inside an entry: of an object its settings, without a second heading. What is left out is behind a button. */
export function EntryBody({ node }: { node: Node }) {
  if (node.kind === 'one-of') return <OneOfView node={{ ...node, label: 'Kind' }} isEntry />;
  if (node.kind !== 'group') return <NodeView node={node} />;
  return (
    <>
      <Messages id={node.id} />
      <MainViews id={node.id} nodes={node.nodes} isMain={isWrittenOrNeeded} />
    </>
  );
}

/** The settings that matter first, and on demand the others in their places between them. */
export function MainViews({ id, nodes, isMain }: { id: string; nodes: readonly Node[]; isMain: (node: Node) => boolean }) {
  const all = isOpen(moreId(id), false);
  const main = nodes.filter((node) => isMain(node) || saidAbout(node.id).isSaid);
  const others = nodes.length - main.length;
  return (
    <>
      <NodeViews nodes={all ? nodes : main} />
      {others > 0 && (
        <button type="button" class="quiet small" aria-expanded={all} onClick={() => setOpen(moreId(id), !all)}>
          {all ? 'Fewer settings' : others === 1 ? 'One more setting' : `${String(others)} more settings`}
        </button>
      )}
    </>
  );
}

const isWrittenOrNeeded = (node: Node): boolean => node.required || node.written || node.around !== undefined;

const titlesOfSections: ReadonlySet<string> = new Set(['traffic', 'faults']);

/** A heading with its actions, what it means, and what is under it. */
export function Titled({ node, tools, children }: { node: Node; tools?: ComponentChildren; children: ComponentChildren }) {
  const about = useAbout(node);
  const name = `title-${node.id}`;
  // Traffic in the section of that name needs no second heading.
  if (titlesOfSections.has(node.id))
    return (
      <div class="node-list" role="group" aria-label={node.label}>
        <Messages id={node.id} />
        {children}
      </div>
    );
  return (
    <div class="node-group" role="group" aria-labelledby={name}>
      <div class="field-head">
        <span class="field-label" id={name}>
          {node.label}
        </span>
        <ResetButton node={node} />
        {about.button}
        {tools}
      </div>
      {node.aws !== undefined && <code class="aws-name">{node.aws}</code>}
      {about.text}
      <Messages id={node.id} />
      <div class="node-inside">{children}</div>
    </div>
  );
}

function GroupView({ node }: { node: GroupNode }) {
  const { blank } = node;
  if (blank === undefined) return (
    <Titled node={node}>
      <NodeViews nodes={node.nodes} />
    </Titled>
  );
  const action = node.written ? (
    <button type="button" class="quiet small" onClick={() => edit([{ path: node.path, value: undefined }])}>
      Remove<span class="visually-hidden"> {node.label}</span>
    </button>
  ) : (
    <button type="button" class="small" onClick={() => edit([{ path: node.path, value: blank }])}>
      Add<span class="visually-hidden"> {node.label}</span>
    </button>
  );
  return (
    <Titled node={node} tools={action}>
      {node.written ? <NodeViews nodes={node.nodes} /> : <p class="node-note">{plainWords(node.defaultNote ?? 'not set')}</p>}
    </Titled>
  );
}

function OneOfView({ node, isEntry = false }: { node: OneOfNode; isEntry?: boolean }) {
  const about = useAbout(node);
  const { isWrong, isSaid } = saidAbout(node.id);
  const chosen = node.kinds.find(({ name }) => name === node.chosen);
  const id = `kind-${node.id}`;
  return (
    <div class="node-group">
      <div class="field-head">
        <label class="field-label" for={id}>
          {node.label}
        </label>
        <ResetButton node={node} />
        {about.button}
      </div>
      {node.aws !== undefined && <code class="aws-name">{node.aws}</code>}
      <div class="field-input">
        <select
          id={id}
          value={node.chosen ?? ''}
          title={chosen?.doc}
          aria-invalid={isWrong}
          {...(isSaid ? { 'aria-describedby': `said-${node.id}` } : {})}
          onChange={(event) => {
            const kind = node.kinds.find(({ name }) => name === event.currentTarget.value);
            if (kind !== undefined) edit([...(node.around === undefined ? [] : [node.around]), { path: node.path, value: kind.blank }]);
          }}
        >
          {chosen === undefined && <option value="">choose</option>}
          {node.kinds.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {about.text}
      <Messages id={node.id} />
      <div class="node-inside">{isEntry ? <MainViews id={node.id} nodes={node.nodes} isMain={isWrittenOrNeeded} /> : <NodeViews nodes={node.nodes} />}</div>
    </div>
  );
}
