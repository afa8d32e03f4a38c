import { colours, isColoured, type Paint } from './paint.ts';

/**
 * Control characters, and what turns the direction of a text or breaks its line: in a name from a file of strangers, they could steer
 * the terminal that shows it, or show a line as another than it is. The line feed is none of them.
 */
const steering = '[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]';
const ofPlainText = new RegExp(steering, 'g');
/** Only our own colours may stay: others can write in the colour of the background. */
const ofColouredText = new RegExp(`\\u001b\\[(?:0|${Object.values(colours).join('|')})m|${steering}`, 'g');

/** Lines of a report in which nothing can steer the terminal: what could is replaced by one character, so that columns stay in line. */
export function withoutSteering(lines: readonly string[], paint: Paint): string[] {
  const coloured = isColoured(paint);
  return lines.map((line) => replaced(line, coloured, () => '\ufffd'));
}

/** The same for any text, with JSON's escapes in place of what could steer: JSON then means what it meant. */
export function escapedSteering(text: string, isColouredText: boolean): string {
  return replaced(text, isColouredText, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function replaced(text: string, isColouredText: boolean, instead: (character: string) => string): string {
  return text.replace(isColouredText ? ofColouredText : ofPlainText, (found) => (found.length > 1 ? found : instead(found)));
}
