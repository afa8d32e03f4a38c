import { pathText, shown } from '../scenario/issue.ts';
import { parseDuration } from '../scenario/units.ts';
import { mayArrive } from './arrivals.ts';
import type { Rule } from './finding.ts';
import { someOf } from './sentences.ts';
import { settingOption } from './settingOption.ts';

/** Streams and queues that something is written to and no mapping reads. [DDB-22, SQS-01] */
export const unreadSource: Rule = function* ({ model, mappings }) {
  for (const kind of ['stream', 'queue'] as const) {
    const sources = kind === 'stream' ? model.streams.map(({ name, writes }) => ({ name, entries: writes })) : model.queues.map(({ name, sends }) => ({ name, entries: sends }));
    for (const { name, entries } of sources) {
      const readers = mappings.filter(({ settings, model: { kind: of } }) => of === kind && settings.EventSourceArn === name);
      if (readers.some(({ reads }) => reads) || !entries.some(mayArrive)) continue;
      const path = [`${kind}s`, name];
      const off = readers.find(({ settings }) => !settings.Enabled && (parseDuration(settings.from) ?? 0) < model.duration);
      const list = kind === 'stream' ? 'writes' : 'sends';
      yield {
        rule: 'unread-source',
        path: pathText(path),
        clause: kind === 'stream' ? 'DDB-22' : 'SQS-01',
        message: `What is ${kind === 'stream' ? 'written' : 'sent'} to the ${kind} ${shown(name)} stays there until it expires: ${readers.length === 0 ? 'no event source mapping reads it' : `${someOf(readers.map((reader) => shown(reader.name)))} never ${readers.length === 1 ? 'reads' : 'read'} it`}.`,
        fix:
          off === undefined
            ? `Map it to a function, or leave out what comes: ${settingOption([...path, list], [])}`
            : `Let it be read: ${settingOption([...off.path, 'Enabled'], true)} or leave out what comes: ${settingOption([...path, list], [])}`,
      };
    }
  }
};
