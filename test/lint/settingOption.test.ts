import { describe, expect, it } from 'vitest';
import { settingOption } from '../../sim/lint/settingOption.ts';
import { applySettings } from '../../sim/scenario/settings.ts';

describe('a fix as --set takes it', () => {
  it.each(['plain', 'with space', '60', '', "it's", '"quoted"', 'a\u0088b', 'a\u202eb', 'two\nlines', '\u001b[8m'])('sets the text %j, and shows nothing that could steer a terminal', (text) => {
    const option = settingOption(['name'], text);
    expect(option).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    const setting = option.slice('--set '.length).replace(/^'(.*)'$/s, '$1').replaceAll("'\\''", "'");
    expect(JSON.parse(applySettings('{}', [setting]).text)).toEqual({ name: text });
  });
});
