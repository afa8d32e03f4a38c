/** What a colour stands for: the same outcome has the same colour in every chart, table and terminal report. */
export type Meaning = 'onTime' | 'delayed' | 'waiting' | 'captured' | 'gone' | 'lost' | 'duplicate' | 'strong' | 'faint';

/** Puts a text in the colour of what it means; leaves it alone where colour is not wanted. */
export type Paint = (meaning: Meaning, text: string) => string;

/** No colour: for files, pipes and NO_COLOR. */
export const plain: Paint = (_meaning, text) => text;

/** ANSI colours from the 256 that terminals share, nearest to the Okabe–Ito set. */
export const ansi: Paint = (meaning, text) => (text === '' ? '' : `\u001b[${colours[meaning]}m${text}\u001b[0m`);

/** What stands between ESC [ and m. */
export const colours: Readonly<Record<Meaning, string>> = {
  onTime: '38;5;32',
  delayed: '38;5;74',
  waiting: '38;5;245',
  captured: '38;5;172',
  gone: '38;5;166',
  lost: '1;7',
  duplicate: '38;5;175',
  strong: '1',
  faint: '2',
};

/** Whether a paint is one that colours. */
export const isColoured = (paint: Paint): boolean => paint('strong', 'x') !== 'x';
