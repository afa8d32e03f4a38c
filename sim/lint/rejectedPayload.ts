import { pathText, shown } from '../scenario/issue.ts';
import { largestPayload } from '../scenario/maximumBytes.ts';
import type { Rule } from './finding.ts';
import { payloadBytes, payloadKey } from './payloads.ts';
import { bytes, named } from './sentences.ts';
import { settingOption } from './settingOption.ts';

/** Traffic that Lambda never accepts: payloads above the limit, or payloads that are no JSON. [ASY-07, ASY-08] */
export const rejectedPayload: Rule = function* ({ scenario: { profile }, entries }) {
  for (const entry of entries) {
    if (!entry.source.rejected) continue;
    const { index, place } = entry;
    const key = payloadKey(entry.traffic);
    const path = ['traffic', index, key];
    const size = payloadBytes(entry.source);
    const limit = largestPayload[profile];
    if (size > limit)
      yield {
        rule: 'payload-too-large',
        path: pathText(path),
        clause: 'ASY-07',
        message: `Every event of traffic[${index}] has ${bytes(size)} and is rejected with 413, as an asynchronous payload may have ${bytes(limit)} at most: ${named(place)} never receives it.`,
        fix: smaller(path, size, limit, profile === 'seed-era'),
      };
    else
      yield {
        rule: 'payload-is-no-json',
        path: pathText(path),
        clause: 'ASY-08',
        message: `Every event of traffic[${index}] is rejected with 400, as its payload ${shown(entry.traffic.payloadText)} is no JSON: ${named(place)} never receives it.`,
        fix: `Send a JSON text: ${settingOption(path, JSON.stringify(entry.traffic.payloadText))}`,
      };
  }
};

function smaller(path: readonly (string | number)[], size: number, limit: number, isOlderProfile: boolean): string {
  const current = isOlderProfile && size <= largestPayload.current ? `take the limit of today: ${settingOption(['profile'], 'current')}` : null;
  if (path[2] === 'payloadBytes') return `Send less: ${settingOption(path, limit)}${current === null ? '' : ` or ${current}`}`;
  return current === null ? 'Put the content into a bucket and send where it is.' : `Put the content into a bucket and send where it is or ${current}`;
}
