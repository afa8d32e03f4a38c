import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventLine } from '../../sim/lambda/eventLine.ts';
import { EventTable } from '../../sim/lambda/eventTable.ts';
import { RetriedLine, none } from '../../sim/lambda/retriedLine.ts';

describe('a line of events', () => {
  it.each([false, true])('is first in, first out, and an event comes back as it went (with ids and origins: %s)', (withIds) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20_000, max: 20_000 }), { maxLength: 12 }), (steps) => {
        const table = new EventTable(withIds, withIds);
        const line = new EventLine(table);
        let [pushed, taken] = [0, 0];
        for (const step of steps) {
          // So many in, or so many out; a chunk holds 8,192.
          for (let left = step; left > 0; left--, pushed++) {
            const row = table.add(3 * pushed, pushed, pushed & 0xfffff);
            if (withIds) table.setId(row, 2 * pushed);
            if (withIds) table.setOrigin(row, 3 * pushed);
            line.push(row);
          }
          for (let left = step; left < 0 && taken < pushed; left++, taken++) {
            const accepted = line.firstAccepted();
            const row = line.shift();
            const back = [accepted, table.accepted(row), table.ordinal(row), table.flags(row), withIds ? table.id(row) : 0, withIds ? table.origin(row) : 0];
            const went = [3 * taken, 3 * taken, taken, taken & 0xfffff, withIds ? 2 * taken : 0, withIds ? 3 * taken : 0];
            if (back.some((value, place) => value !== went[place])) throw new Error(`${went} came back as ${back}`);
            table.remove(row);
          }
          expect(line.length).toBe(pushed - taken);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('forgets chunks that are done with, however many there were', () => {
    const table = new EventTable(false, false);
    const line = new EventLine(table);
    for (let place = 0; place < 1_500_000; place++) {
      line.push(table.add(place, place, 0));
      if (place < 50_000) continue;
      const row = line.shift();
      if (table.ordinal(row) !== place - 50_000) throw new Error(`wrong at ${place}`);
      table.remove(row);
    }
    expect(line.length).toBe(50_000);
  });
});

describe('a line of retried events', () => {
  it('is ordered by when they became ready, at one instant by acceptance', () => {
    // Rows are accepted in the order of their numbers; time never goes back.
    const steps = fc.array(fc.record({ later: fc.integer({ min: 0, max: 1 }), row: fc.integer({ min: 0, max: 1000 }), take: fc.boolean() }), { maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(steps, (each) => {
        const line = new RetriedLine();
        const rowsByTicket: number[] = [];
        let model: { ready: number; row: number; order: number }[] = [];
        let now = 0;
        each.forEach(({ later, row, take }, order) => {
          now += later;
          if (take && model.length > 0) {
            expect([line.first(), line.firstReady()]).toEqual([model[0]!.row, model[0]!.ready]);
            expect(line.shift()).toBe(model.shift()!.row);
          } else {
            expect(line.push(row, now, (other) => row < other)).toBe(rowsByTicket.length);
            model.push({ ready: now, row, order: rowsByTicket.length });
            rowsByTicket.push(row);
            model.sort((a, b) => a.ready - b.ready || a.row - b.row || a.order - b.order);
          }
          expect(line.length).toBe(model.length);
          const inLine = new Set(model.map((one) => one.order));
          rowsByTicket.forEach((held, ticket) => {
            if (line.rowWith(ticket) !== (inLine.has(ticket) ? held : none)) expect.unreachable(`ticket ${ticket} is of ${line.rowWith(ticket)} at step ${order}`);
          });
        });
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('grows where its head stands, and tells by ticket who is in line', () => {
    const line = new RetriedLine();
    const isEarlier = (row: number) => (other: number) => row < other;
    let pushed = 0;
    let taken = 0;
    const push = (count: number): void => {
      for (; count > 0; count--, pushed++) expect(line.push(1000 + pushed, pushed, isEarlier(1000 + pushed))).toBe(pushed);
    };
    const take = (count: number): void => {
      for (; count > 0; count--, taken++) expect(line.shift()).toBe(1000 + taken);
    };
    push(50);
    take(40);
    push(200);
    take(30);
    push(300);
    for (let ticket = 0; ticket < pushed; ticket++) expect(line.rowWith(ticket), `ticket ${ticket}`).toBe(ticket < taken ? none : 1000 + ticket);
    take(line.length);
    for (let ticket = 0; ticket < pushed; ticket++) expect(line.rowWith(ticket)).toBe(none);
    // The first of an instant may stand last in it: the others leave before, and many come after.
    line.push(9999, pushed, isEarlier(9999));
    for (let row = 100; row > 0; row--) line.push(row, pushed, isEarlier(row));
    for (let row = 1; row <= 100; row++) expect(line.shift()).toBe(row);
    for (let later = 1; later < 2000; later++) line.push(later, pushed + later, isEarlier(later));
    expect([line.first(), line.rowWith(pushed), line.rowWith(pushed + 1), line.rowWith(pushed + 101)]).toEqual([9999, 9999, none, 1]);
  });
});

describe('the table of events', () => {
  it.each([false, true])('keeps what each of thousands of rows says of itself, also in rows that are used again (with ids and origins: %s)', (withMore) => {
    const table = new EventTable(withMore, withMore);
    const rows = new Map<number, number>();
    const add = (number: number): void => {
      const row = table.add(3 * number, number, number & 0xfff);
      if (rows.has(row)) expect.unreachable(`row ${row} is given out twice`);
      if (withMore) {
        table.setId(row, 5 * number);
        table.setOrigin(row, 7 * number);
      }
      rows.set(row, number);
    };
    for (let number = 0; number < 5000; number++) add(number);
    for (const row of [...rows.keys()].filter((_, place) => place % 3 === 0)) {
      table.remove(row);
      rows.delete(row);
    }
    for (let number = 5000; number < 7000; number++) add(number);
    const told = [...rows].map(([row]) => [table.accepted(row), table.ordinal(row), table.flags(row), ...(withMore ? [table.id(row), table.origin(row)] : [])]);
    expect(told).toEqual([...rows.values()].map((number) => [3 * number, number, number & 0xfff, ...(withMore ? [5 * number, 7 * number] : [])]));
    expect(Math.max(...rows.keys()), 'free rows come first').toBeLessThan(5333);
    expect([table.hasIds, table.hasOrigins]).toEqual([withMore, withMore]);
  });
});
