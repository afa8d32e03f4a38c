import { expect, it } from 'vitest';
import { chunkRows, Float64Column, Uint32Column } from '../../sim/kernel/column.ts';

it.each([
  ['numbers', new Float64Column(), (row: number) => row + 0.5],
  ['whole numbers up to 2^32 - 1', new Uint32Column(), (row: number) => 4_294_967_295 - row],
])('a column of %s keeps what each row was set to, over several chunks', (_, column, value) => {
  const rows = 2 * chunkRows + 3;
  for (let row = 0; row < rows; row++) {
    if (row % chunkRows === 0) column.grow();
    column.set(row, value(row));
  }
  for (let row = 0; row < rows; row++) if (column.get(row) !== value(row)) expect(column.get(row)).toBe(value(row));
  expect(column.get(rows), 'what was not set yet is 0').toBe(0);
});
