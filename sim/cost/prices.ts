import * as z from 'zod/mini';
import { explain } from '../scenario/explain.ts';
import { field } from '../scenario/field.ts';
import type { Issue } from '../scenario/issue.ts';
import { readJson } from '../scenario/json.ts';
import { mostIssues, plainData } from '../scenario/plainData.ts';
import { choice, number, text, textWhere } from '../scenario/values.ts';
import file from './prices.json' with { type: 'json' };

/** One price: so much `per` so many of a unit. Each is a schema of its own, so that a problem names its clause. */
const priceOf = (label: string, unit: string, clause: string) =>
  field(
    { label, doc: `${label}, by ${unit}.`, clauses: [clause] },
    z.strictObject({
      price: field({ label: 'Price', doc: 'In the currency of the list.', clauses: [clause] }, number({ from: 0, to: 1_000_000 })),
      per: field({ label: 'Per', doc: 'How many units that buys.' }, number({ above: 0, to: 1_000_000_000_000 })),
      /** The unit is what the calculation counts, so no other word can stand here. */
      unit: field({ label: 'Unit', doc: 'What is counted.' }, choice([unit])),
      source: field({ label: 'Source', doc: 'Where the price is from, in words.' }, text(500)),
      grade: field({ label: 'Grade', doc: 'How sure it is.' }, choice(['documented', 'measured', 'assumed'])),
    }),
  );

const pricesSchema = z.strictObject({
  date: field(
    { label: 'Date', doc: 'When these prices held.' },
    textWhere('a month or a day such as "2026-06" or "2026-06-30"', (found) => /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/.test(found)),
  ),
  region: field({ label: 'Region', doc: 'Where they hold.' }, text(100)),
  currency: field({ label: 'Currency', doc: 'Three capitals, as in ISO 4217.' }, textWhere('a currency such as "USD"', (found) => /^[A-Z]{3}$/.test(found))),
  architecture: field({ label: 'Architecture', doc: 'For which the prices of time are.', aws: 'Architectures' }, choice(['x86_64', 'arm64'])),
  prices: z.strictObject({
    lambdaRequests: priceOf('Requests', 'requests', 'PRC-01'),
    lambdaDuration: priceOf('Duration', 'GB-seconds', 'PRC-01'),
    provisionedConcurrency: priceOf('Provisioned concurrency, configured', 'GB-seconds', 'PRC-03'),
    provisionedDuration: priceOf('Duration in provisioned environments', 'GB-seconds', 'PRC-03'),
    sqsRequests: priceOf('Messages to SQS', 'requests of 64 KB', 'PRC-04'),
    snsPublishes: priceOf('Messages to SNS', 'publishes of 64 KB', 'PRC-05'),
    eventBridgeEvents: priceOf('Events to EventBridge', 'events of 64 KB', 'PRC-05'),
    s3Puts: priceOf('Objects to S3', 'objects', 'PRC-05'),
  }),
});

/** A dated list of prices of one Region, each with its unit, source and grade. */
export type Prices = z.output<typeof pricesSchema>;
/** What has a price. */
export type PriceName = keyof Prices['prices'];

/** The list that comes with Headroom. Look at its date, and at what is only assumed. */
export const prices = file as Prices;

/**
 * Reads a list of prices: JSON of the same shape as prices.json, complete. Every problem is reported at once, and never
 * thrown; `prices` is null exactly when there are issues.
 */
export function readPrices(text: string): { prices: Prices; issues: [] } | { prices: null; issues: Issue[] } {
  const { value, issues, readable } = readJson(text);
  if (!readable) return { prices: null, issues };
  const plain = plainData(value);
  const judged = z.safeParse(pricesSchema, plain.value);
  const found = [...issues, ...plain.issues, ...(judged.success ? [] : explain(judged.error.issues, pricesSchema, plain.value, [], 'price list'))];
  return judged.success && found.length === 0 ? { prices: judged.data, issues: [] } : { prices: null, issues: found.slice(0, mostIssues) };
}
