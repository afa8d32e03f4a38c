import { insist, literal } from './fuzzTarget.ts';

/** Colours of the report; nothing else may reach a terminal that could steer it. */
const ourColours = /\u001b\[(?:0|1|2|1;7|38;5;\d{2,3})m/g;

/** Nothing in a text steers the terminal or turns what it shows; `colours`: but our own colours. */
export function harmlessOnTerminal(text: string, { colours = false }: { colours?: boolean } = {}): void {
  const rest = colours ? text.replace(ourColours, '') : text;
  const at = rest.search(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
  insist(at === -1, () => `a control character reaches the terminal: … ${literal(rest.slice(Math.max(0, at - 60), at + 40))} …`);
}

/** A table is as wide everywhere as its header, and no field begins as a formula does. */
export function harmlessTable(csv: string): void {
  const [head, ...rows] = recordsOf(csv);
  insist(head !== undefined, 'a table without a header');
  for (const row of [head, ...rows]) {
    insist(row.length === head.length, () => `a row of ${String(row.length)} fields under a header of ${String(head.length)}: ${literal(row)}`);
    for (const field of row) insist(!/^[=+\-@\t\r\n＝＋－＠]/.test(field) || Number.isFinite(Number(field.trim())), () => `a field that a spreadsheet takes for a formula: ${literal(field)}`);
  }
}

/** CSV as RFC 4180 has it, read character by character. */
function recordsOf(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < csv.length; at++) {
    const character = csv.charAt(at);
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (csv.charAt(at + 1) === '"') field += csv.charAt(++at);
      else isQuoted = false;
    } else if (character === '"') {
      insist(field === '', () => `a quote inside a field: ${literal(csv.slice(Math.max(0, at - 40), at + 20))}`);
      isQuoted = true;
    } else if (character === ',') {
      record.push(field);
      field = '';
    } else if (character === '\r' && csv.charAt(at + 1) === '\n') {
      records.push([...record, field]);
      [record, field] = [[], ''];
      at++;
    } else {
      insist(character !== '\n' && character !== '\r', 'a line break outside quotes');
      field += character;
    }
  }
  insist(!isQuoted && field === '' && record.length === 0, 'the last line has no end');
  return records;
}

/** XML that any parser reads: characters that it has, every element closed, every attribute quoted, every ampersand an entity. */
export function wellFormedXml(xml: string): void {
  insist(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(xml), 'a character that XML does not have');
  const open: string[] = [];
  let elements = 0;
  for (const [piece, declaration, closing, name, attributes, empty, text] of xml.matchAll(/(<\?xml [^?]*\?>)|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|</g)) {
    insist(piece !== '<', () => `a bare < in ${literal(xml.slice(0, 2000))}`);
    insist(!/&(?!(?:amp|lt|gt|quot|apos);)/.test((attributes ?? '') + (text ?? '')), 'an ampersand that is no entity');
    if (declaration !== undefined || name === undefined) {
      insist(open.length > 0 || (text ?? '').trim() === '', 'a text outside every element');
      continue;
    }
    elements++;
    if (closing === '/') insist(open.pop() === name, () => `</${name}> closes nothing`);
    else if (empty !== '/') open.push(name);
  }
  insist(open.length === 0 && elements > 0, () => `elements without an end: ${open.join()}`);
}
