import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { usualRange } from './commonQuestions.ts';
import { settingAt, type RangeDraft } from './drafts.ts';
import { ChoiceOrPath, Problems, TextField, type Said } from './fields.tsx';
import { typedValue, type PlannedScenario } from './plannedSettings.ts';

interface RangeFieldsProps {
  label: string;
  planned: PlannedScenario;
  range: RangeDraft;
  change: (range: RangeDraft) => void;
  said: Said;
  /** Its place among the ranges of the question. */
  place: number;
  /** What else is asked of the range. */
  children?: ComponentChildren;
}

/** A setting with the values between which to look. */
export function RangeFields({ label, planned, range, change, said, place, children }: RangeFieldsProps) {
  const [isTyping, setTyping] = useState(false);
  const part = `range ${place}` as const;
  const setting = settingAt(planned, range.path);
  const sections = [...new Set(planned.settings.map(({ section }) => section))];
  const groups = sections.map((section) => ({
    label: section,
    options: planned.settings.filter((one) => one.section === section).map(({ id, label: words }) => ({ value: id, text: `${words} – ${id}` })),
  }));
  return (
    <div>
      <div class="plan-row">
        <ChoiceOrPath
          label={label}
          kind="plan-setting"
          groups={groups}
          value={range.path}
          isTyping={isTyping}
          said={said}
          part={part}
          choose={(path, typed) => {
            setTyping(typed);
            const chosen = typed ? null : settingAt(planned, path);
            change(chosen === null ? { ...range, path } : usualRange(chosen));
          }}
        />
        <TextField label="from" value={range.low} said={said} part={part} write={(low) => change({ ...range, low })} />
        <TextField label="to" value={range.high} said={said} part={part} write={(high) => change({ ...range, high })} />
        {children}
        {setting !== null && setting.today !== null && <p class="plan-today">today {typedValue(setting, setting.today)}</p>}
      </div>
      <Problems said={said} part={part} />
    </div>
  );
}
