import type { Edit } from '../../state/edit.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import { fixParts } from '../fixParts.ts';

/** One way to put a finding right: the settings as they read, and the changes of the text. */
export interface Fix {
  words: string;
  edits: Edit[];
}

/** The ways that a finding names, each with all its settings; a way that cannot be read is left out. */
export function fixesOf(text: string): Fix[] {
  const ways: string[][] = [];
  let goesOn = false;
  for (const { text: part, isSetting } of fixParts(text)) {
    if (isSetting && goesOn) ways.at(-1)?.push(part);
    else if (isSetting) ways.push([part]);
    goesOn = isSetting || part === ' and ';
  }
  return ways.flatMap((settings) => {
    const edits = settings.map(settingEdit);
    return edits.includes(null) ? [] : [{ words: settings.join(' and '), edits: edits.filter((edit) => edit !== null) }];
  });
}

/** `functions["my import"].Timeout=60` as a change; null where it cannot be read. The value is JSON, else text; `null` takes the place away. */
function settingEdit(setting: string): Edit | null {
  const part = /(?:^|\.)([^.[\]="']+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const path: (string | number)[] = [];
  for (;;) {
    const position = path.length === 0 ? 0 : part.lastIndex;
    if (path.length > 0 && setting[position] === '=') {
      const value = jsonOr(setting.slice(position + 1));
      return { path, value: value === null ? undefined : value };
    }
    part.lastIndex = position;
    const match = part.exec(setting);
    if (match === null) return null;
    path.push(match[2] === undefined ? String(match[3] === undefined ? match[1] : jsonOr(match[3])) : Number(match[2]));
  }
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
