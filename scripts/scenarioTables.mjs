/** The tables of docs/scenario-format.md. */

/** @typedef {import('../sim/scenario/reference.ts').ReferenceRow} ReferenceRow */
/** @typedef {(path: readonly PropertyKey[]) => ReferenceRow[] | null} Reference the fields of one part of the format, null where there is none */

/**
 * Fills each `<!-- table: functions.<name>.behaviour -->` … `<!-- end -->` anew; with `flat` behind the path, objects inside are not unfolded.
 * Throws where a path is no part of the format.
 */
export function withTables(/** @type {string} */ text, /** @type {Reference} */ reference) {
  const parts = [...text.matchAll(/<!-- table: ?(\S*?)( flat)? -->/g)].map(([, path]) => path ?? '');
  return text.replace(
    /(<!-- table: ?(\S*?)( flat)? -->\n)[^]*?(<!-- end -->)/g,
    (_, /** @type {string} */ begin, /** @type {string} */ path, /** @type {string | undefined} */ flat, /** @type {string} */ end) => `${begin}\n${table(reference, path, parts, flat !== undefined)}\n${end}`,
  );
}

/** The fields of one part, without those that have a table of their own. */
function table(/** @type {Reference} */ reference, /** @type {string} */ path, /** @type {string[]} */ parts, /** @type {boolean} */ flat) {
  const keys = path === '' ? [] : path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const rows = reference(keys);
  if (rows === null || rows.length === 0) throw new Error(`The format has no part "${path}".`);
  const header = '| field | meaning | range | default | clauses |\n| --- | --- | --- | --- | --- |\n';
  const elsewhere = (/** @type {ReferenceRow} */ { key }) =>
    (flat && key.includes('.')) ||
    parts.some((part) => part.length > path.length && `${path === '' ? '' : `${path}.`}${key}`.startsWith(`${part}.`));
  return (
    header +
    rows
      .filter((row) => row.key !== '$schema' && !elsewhere(row))
      .map(line)
      .join('\n') +
    '\n'
  );
}

function line(/** @type {ReferenceRow} */ { key, about, required, range, default: value }) {
  const { doc, unit, clauses, grade, defaultNote } = about;
  const shownUnit = unit === undefined || ['duration', 'rate', 'distribution'].includes(unit) ? '' : `, ${unit}`;
  const sure = [...(clauses ?? []), ...(grade === undefined ? [] : [`*${grade}*`])].join(', ');
  const fallback =
    value !== undefined ? `\`${JSON.stringify(value)}\`` : defaultNote !== undefined ? defaultNote : required ? '**required**' : '';
  return `| ${[`\`${key}\``, doc, linked(range) + shownUnit, fallback, sure].map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}

function linked(/** @type {string} */ range) {
  if (range === 'a distribution') return '[a distribution](#distributions)';
  if (range === 'arrivals') return '[arrivals](#arrivals)';
  return range;
}
