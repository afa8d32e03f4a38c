/** The exact engine with all of its parts. The page's first result does with `exactRun.ts` alone. */
import { eventRecord, eventRecords } from './eventRecords.ts';
import { EventSources } from './eventSources.ts';
import { provideParts } from './exactRun.ts';
import { sentRecords } from './sentRecords.ts';

export { startRun } from './exactRun.ts';

provideParts({ makeEventSources: (parts) => new EventSources(parts), eventRecords, eventRecord, sentRecords });
