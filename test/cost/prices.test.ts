import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { prices, readPrices } from '../../sim/cost/prices.ts';

const file = readFileSync(new URL('../../sim/cost/prices.json', import.meta.url), 'utf8');

interface Editable {
  [key: string]: unknown;
  prices: Record<string, Record<string, unknown>>;
}

/** The shipped list as a file, changed. */
function changed(change: (list: Editable) => void): string {
  const list = JSON.parse(file) as Editable;
  change(list);
  return JSON.stringify(list);
}

const issuesOf = (text: string) => readPrices(text).issues.map(({ path, message }) => [path, message]);

describe('the list of prices', () => {
  test('that comes with Headroom is valid, dated, and says of each price where it is from and how sure it is', () => {
    expect(readPrices(file)).toEqual({ prices, issues: [] });
    expect(prices).toMatchObject({ date: expect.stringMatching(/^20\d\d-\d\d/), region: 'us-east-1', currency: 'USD', architecture: 'x86_64' });
    for (const { source, price } of Object.values(prices.prices)) {
      expect(source.length).toBeGreaterThan(5);
      expect(price).toBeGreaterThan(0);
    }
  });

  test('is kept as it is written', () => {
    const own = readPrices(
      changed((list) => {
        list['date'] = '2027-01-31';
        list['currency'] = 'EUR';
        list.prices['sqsRequests']!['price'] = 0;
        list.prices['s3Puts'] = { price: 5, per: 1000, unit: 'objects', source: 'our contract', grade: 'documented' };
      }),
    );
    expect(own.issues).toEqual([]);
    expect(own.prices).toMatchObject({ date: '2027-01-31', currency: 'EUR', prices: { sqsRequests: { price: 0 }, s3Puts: { price: 5, source: 'our contract' }, lambdaRequests: { price: 0.2 } } });
  });

  test('is told everything that is wrong with it at once', () => {
    const text = changed((list) => {
      list['date'] = 'June';
      list['currency'] = 'dollars';
      list['discount'] = 0.1;
      list.prices['lambdaRequest'] = list.prices['lambdaRequests']!;
      delete list.prices['lambdaRequests'];
      list.prices['lambdaDuration']!['price'] = '0.00001';
      list.prices['sqsRequests']!['price'] = -0.4;
      list.prices['snsPublishes']!['per'] = 0;
      list.prices['s3Puts']!['unit'] = 'requests';
      delete list.prices['eventBridgeEvents']!['price'];
      list.prices['provisionedDuration']!['grade'] = 'sure';
    });
    expect(issuesOf(text).sort()).toEqual([
      ['currency', 'currency must be a currency such as "USD", but is "dollars".'],
      ['date', 'date must be a month or a day such as "2026-06" or "2026-06-30", but is "June".'],
      ['discount', '"discount" is no key of a price list.'],
      ['prices.eventBridgeEvents.price', 'price is missing; it must be a number from 0 to 1000000.'],
      ['prices.lambdaDuration.price', 'price must be a number from 0 to 1000000, but is "0.00001".'],
      ['prices.lambdaRequest', '"lambdaRequest" is no key of prices. Did you mean "lambdaRequests"?'],
      ['prices.lambdaRequests', 'lambdaRequests is missing; it must be an object with the keys price, per, unit, source, grade.'],
      ['prices.provisionedDuration.grade', 'grade must be "documented", "measured" or "assumed", but is "sure".'],
      ['prices.s3Puts.unit', 'unit must be "objects", but is "requests".'],
      ['prices.snsPublishes.per', 'per must be a number above 0, at most 1000000000000, but is 0.'],
      ['prices.sqsRequests.price', 'price must be a number from 0 to 1000000, but is -0.4.'],
    ]);
    expect(readPrices(text).issues.find(({ path }) => path === 'prices.sqsRequests.price')?.clause).toBe('PRC-04');
  });

  test.each([
    ['', 'the file is empty'],
    ['{"date": 2026-06}', 'This is not JSON'],
    ['[]', 'A price list must be an object with the keys date, region, currency, architecture, prices, but is [].'],
    [file.replace('"per"', '"price": 1, "per"'), '"price" is given twice'],
    [file.replace('"date"', '"__proto__": {}, "date"'), 'This name cannot be used'],
    [file.replace('0.0000166667', '1e999'), 'too large to be held'],
  ])('what is no list at all is a problem, too (%#)', (text, message) => {
    const { prices: none, issues } = readPrices(text);
    expect(none).toBeNull();
    expect(issues.map((issue) => issue.message).join('\n')).toContain(message);
  });
});
