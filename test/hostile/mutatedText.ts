import { hostileText } from './hostileWords.ts';
import type { Random } from './random.ts';

/** Harms that befall the text of a file as a whole: cut off, spliced, saved in another encoding. */
export function mangled(random: Random, text: string, other: string): string {
  switch (random.below(10)) {
    case 0:
      return text.slice(0, random.below(text.length + 1));
    case 1:
      return text.slice(random.below(text.length + 1));
    case 2:
      return `\ufeff${text}`;
    case 3:
      return text.replaceAll('\n', random.pick(['\r\n', '\r', '\u2028', '\n\n']));
    case 4:
      // UTF-16 that was read as if it had one byte a character.
      return [...text].map((character) => `${character}\u0000`).join('');
    case 5:
      return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
    case 6:
      return text + other;
    default: {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + hostileText(random) + text.slice(at + random.below(4));
    }
  }
}

/** A text in its tokens, of which some are left out, repeated, swapped or replaced by `foreign` ones. */
export function withTokensChanged(random: Random, tokens: readonly string[], foreign: (random: Random) => string): string {
  const changed = [...tokens];
  for (let left = 1 + random.below(4); left > 0 && changed.length > 0; left--) {
    const at = random.below(changed.length);
    const token = changed[at] ?? '';
    switch (random.below(5)) {
      case 0:
        changed.splice(at, 1);
        break;
      case 1:
        changed.splice(at, 0, token);
        break;
      case 2:
        changed[at] = random.pick(changed);
        break;
      default:
        changed[at] = foreign(random);
    }
  }
  return changed.join('');
}
