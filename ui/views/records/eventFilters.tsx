import { formatCount } from '../../../sim/report/count.ts';
import type { EventQuery, TraceOverview } from '../../../sim/worker/api.ts';
import { causeWords, outcomeWords } from './eventWords.ts';

/** Which events to list; only what there is can be chosen. */
export function EventFilters({ overview, query, change }: { overview: TraceOverview; query: EventQuery; change: (query: EventQuery) => void }) {
  const { functions, outcomes, causes, destinations, gone, notDelivered } = overview;
  const delivered = outcomes.filter(({ outcome }) => outcome === 'onTime' || outcome === 'late');
  const discarded = outcomes.filter(({ outcome }) => /^[A-Z]/.test(outcome));
  const rest = outcomes.filter((one) => !delivered.includes(one) && !discarded.includes(one));
  const sum = (parts: typeof outcomes): number => parts.reduce((all, { events }) => all + events, 0);
  const option = ({ outcome, events }: (typeof outcomes)[number]) => (
    <option key={outcome} value={outcome}>
      {outcomeWords[outcome]} ({formatCount(events)})
    </option>
  );
  return (
    <div class="records-filters">
      {functions.length > 1 && (
        <label>
          Function
          <select value={query.function ?? ''} onChange={(event) => change({ ...query, function: event.currentTarget.value || null })}>
            <option value="">all</option>
            {functions.map(({ name, events }) => (
              <option key={name} value={name}>
                {name} ({formatCount(events)})
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        What became of it
        <select value={query.outcome ?? ''} onChange={(event) => change({ ...query, outcome: (event.currentTarget.value || null) as EventQuery['outcome'], cause: null })}>
          <option value="">anything ({formatCount(overview.events)})</option>
          {delivered.length > 1 && <option value="delivered">delivered ({formatCount(sum(delivered))})</option>}
          {delivered.map(option)}
          {discarded.length > 1 && <option value="discarded">discarded ({formatCount(sum(discarded))})</option>}
          {discarded.map(option)}
          {gone > 0 && <option value="gone">discarded and gone ({formatCount(gone)})</option>}
          {rest.map(option)}
        </select>
      </label>
      {causes.length > 1 && (
        <label>
          Why
          <select value={query.cause ?? ''} onChange={(event) => change({ ...query, cause: (event.currentTarget.value || null) as EventQuery['cause'] })}>
            <option value="">for any reason</option>
            {causes.map(({ cause, events }) => (
              <option key={cause} value={cause}>
                {causeWords[cause]} ({formatCount(events)})
              </option>
            ))}
          </select>
        </label>
      )}
      {destinations.length > 0 && (
        <label>
          Sent to
          <select value={query.destination ?? ''} onChange={(event) => change({ ...query, destination: event.currentTarget.value || null })}>
            <option value="">anywhere or nowhere</option>
            {destinations.map(({ name, events }) => (
              <option key={name} value={name}>
                {name} ({formatCount(events)})
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        In order of
        <select value={query.order} onChange={(event) => change({ ...query, order: event.currentTarget.value === 'longest' ? 'longest' : 'accepted' })}>
          <option value="accepted">acceptance</option>
          <option value="longest">time taken, longest first</option>
        </select>
      </label>
      {notDelivered > 0 && (
        <label class="records-check">
          <input type="checkbox" checked={query.notDelivered} onChange={(event) => change({ ...query, notDelivered: event.currentTarget.checked })} />
          only with something not delivered ({formatCount(notDelivered)})
        </label>
      )}
    </div>
  );
}
