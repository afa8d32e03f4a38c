import { useState } from 'preact/hooks';
import type { FunctionResult } from '../../sim/engines/result.ts';
import { accountWords } from '../../sim/report/accountWords.ts';
import { formatCount } from '../../sim/report/count.ts';
import { formatShare } from '../../sim/report/share.ts';
import { formatSpan } from '../../sim/report/span.ts';
import { hasEventSources } from '../state/eventSources.ts';
import { selectFunction, selectedFunction } from '../state/session.ts';
import type { ShownRun } from '../state/simulation.ts';

interface Column {
  id: string;
  name: string;
  /** By what a column sorts: the largest first, or with `smallestFirst` the smallest, which is then what deserves a look. */
  sortBy: (result: FunctionResult) => number;
  smallestFirst?: true;
  text: (result: FunctionResult) => string;
}

const columns: readonly Column[] = [
  { id: 'received', name: 'Accepted', sortBy: (one) => one.received, text: (one) => formatCount(one.received) },
  { id: 'onTime', name: 'On time', sortBy: (one) => share(one.delivered.onTime, one), smallestFirst: true, text: (one) => formatShare(one.delivered.onTime, one.received) },
  { id: 'late', name: 'Late', sortBy: (one) => one.delivered.delayed, text: (one) => formatCount(one.delivered.delayed) },
  { id: 'captured', name: 'Captured', sortBy: (one) => one.discarded.captured, text: (one) => formatCount(one.discarded.captured) },
  { id: 'gone', name: 'Gone', sortBy: (one) => one.discarded.gone, text: (one) => formatCount(one.discarded.gone) },
  { id: 'waiting', name: 'Waiting', sortBy: (one) => one.waiting.total, text: (one) => formatCount(one.waiting.total) },
  { id: 'throttles', name: 'Throttles', sortBy: (one) => one.metrics.Throttles, text: (one) => formatCount(one.metrics.Throttles) },
  { id: 'p99', name: 'Delay p99', sortBy: (one) => one.delaySeconds.p99 ?? -1, text: (one) => formatSpan(one.delaySeconds.p99) },
];

/** What mappings invoke has no events; its work shows here. */
const invocations: Column = { id: 'invocations', name: 'Invocations', sortBy: (one) => one.metrics.Invocations, text: (one) => formatCount(one.metrics.Invocations) };

const filterFrom = 12;

/** Rows shown until somebody asks for all: a hundred at once would make every repaint of the page slower. */
const firstRows = 20;

/** The functions of a scenario that has several: compare them, and choose which one the numbers and charts are about; and what they took of the account. */
export function FunctionTable({ run }: { run: ShownRun }) {
  const [sortId, setSortId] = useState('received');
  const [filter, setFilter] = useState('');
  const [showingAll, setShowingAll] = useState(false);
  const functions = Object.entries(run.snapshot.result.functions);
  const account = accountWords(run.snapshot.result, run.scenario);
  const accountLine = account.length > 0 && <p class="account">{account.join(' · ')}</p>;
  if (functions.length < 2) return accountLine;
  const shownColumns = hasEventSources(run) ? [...columns, invocations] : columns;
  const sort = shownColumns.find(({ id }) => id === sortId) ?? columns[0];
  const rows = functions
    .filter(([name]) => name.toLowerCase().includes(filter.trim().toLowerCase()))
    .sort(([, one], [, other]) => sort === undefined ? 0 : (sort.sortBy(other) - sort.sortBy(one)) * (sort.smallestFirst ? -1 : 1));
  const chosen = selectedFunction.value;
  const visible = showingAll ? rows : rows.slice(0, firstRows);
  return (
    <section class="functions" aria-labelledby="functions">
      <div class="functions-head">
        <h3 id="functions">Functions</h3>
        {functions.length >= filterFrom && (
          <label>
            <span class="visually-hidden">Filter functions by name</span>
            <input type="search" placeholder={`Filter ${String(functions.length)} names`} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
          </label>
        )}
        <button type="button" class="quiet" aria-pressed={chosen === null} onClick={() => selectFunction(null)}>
          All functions
        </button>
      </div>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of functions">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              {shownColumns.map(({ id, name, smallestFirst }) => (
                <th key={id} scope="col" aria-sort={sortId !== id ? 'none' : smallestFirst ? 'ascending' : 'descending'}>
                  <button type="button" class="sort" onClick={() => setSortId(id)}>
                    {name}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {visible.map(([name, result]) => (
              <tr key={name} class={chosen === name ? 'is-chosen' : ''}>
                <th scope="row">
                  <button type="button" class="choose" aria-pressed={chosen === name} onClick={() => selectFunction(name)} title={name}>
                    {name}
                  </button>
                </th>
                {shownColumns.map(({ id, text }) => (
                  <td key={id}>{text(result)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {visible.length < rows.length && (
        <button type="button" class="quiet" onClick={() => setShowingAll(true)}>
          Show all {rows.length}
        </button>
      )}
      {accountLine}
    </section>
  );
}

function share(part: number, result: FunctionResult): number {
  return result.received === 0 ? 1 : part / result.received;
}
