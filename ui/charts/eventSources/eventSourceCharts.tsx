import '../../style/eventSources.css';
import type { ShownRun } from '../../state/simulation.ts';
import { InTurn } from '../../views/inTurn.tsx';
import type { TimeAxis } from '../timeAxis.ts';
import { IteratorAgeChart } from './iteratorAgeChart.tsx';
import { LanePatterns } from './lanePatterns.tsx';
import { LanesChart } from './lanesChart.tsx';
import { ArrivedChart, WaitingChart } from './recordCharts.tsx';
import { chosenSource, keyOf, sourceWords, sourcesOf } from './sources.ts';

/** The charts of one stream or queue: what its shards do, how old its records are, what becomes of them, and what waits. */
export function EventSourceCharts({ run, axis }: { run: ShownRun; axis: TimeAxis }) {
  const sources = sourcesOf(run);
  const source = sources.find((one) => keyOf(one) === chosenSource.value) ?? sources[0];
  if (source === undefined) return null;
  return (
    <section class="event-sources" aria-label="Charts of streams and queues">
      <LanePatterns />
      {sources.length > 1 && (
        <label class="source-choice">
          <span>Stream or queue</span>
          <select value={keyOf(source)} onChange={(event) => (chosenSource.value = event.currentTarget.value)}>
            {sources.map((one) => (
              <option key={keyOf(one)} value={keyOf(one)}>
                {sourceWords(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {source.kind === 'stream' && (
        <>
          <LanesChart key={`${run.opening} ${source.name}`} axis={axis} source={source} />
          <InTurn turn={1}>
            <IteratorAgeChart axis={axis} source={source} scenario={run.scenario} />
          </InTurn>
        </>
      )}
      <InTurn turn={2}>
        <ArrivedChart axis={axis} source={source} />
      </InTurn>
      <InTurn turn={3}>
        <WaitingChart axis={axis} source={source} />
      </InTurn>
    </section>
  );
}
