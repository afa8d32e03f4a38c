/**
 * What to write instead, in words and settings. A fix names settings as the command line takes them, `--set path=value`, quoted for a
 * shell; on the page they are edited in the text, where only path and value are of use.
 */
export function fixParts(fix: string): { text: string; isSetting: boolean }[] {
  return fix.split(setting).flatMap((part, index) => {
    const isSetting = index % 2 === 1;
    if (part === '') return [];
    const isBetweenTwo = !isSetting && index > 0 && part.trim() === '';
    return [{ text: isSetting ? unquoted(part) : isBetweenTwo ? ' and ' : part, isSetting }];
  });
}

/** What ends a sentence does not belong to a setting. */
const setting = /--set ('(?:[^']|'\\'')*'|\S+?(?=[,.;]?(?:\s|$)))/;

function unquoted(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("'\\''", "'") : word;
}
