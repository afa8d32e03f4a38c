import { describe, expect, it } from 'vitest';
import { fixesOf } from '../../ui/views/parameters/fixes.ts';

describe('fixesOf', () => {
  it('reads one setting', () => {
    expect(fixesOf('Keep events longer: --set functions.import.EventInvokeConfig.MaximumEventAgeInSeconds=300')).toEqual([
      { words: 'functions.import.EventInvokeConfig.MaximumEventAgeInSeconds=300', edits: [{ path: ['functions', 'import', 'EventInvokeConfig', 'MaximumEventAgeInSeconds'], value: 300 }] },
    ]);
  });

  it('keeps two settings that belong together, and two ways apart', () => {
    const [together] = fixesOf(`Give it one: --set 'destinations.failed={"type":"SQS"}' --set functions.f.DeadLetterConfig.TargetArn=failed`);
    expect(together?.edits).toEqual([
      { path: ['destinations', 'failed'], value: { type: 'SQS' } },
      { path: ['functions', 'f', 'DeadLetterConfig', 'TargetArn'], value: 'failed' },
    ]);
    expect(fixesOf('Do this: --set a=1 or that: --set b=2').map(({ words }) => words)).toEqual(['a=1', 'b=2']);
  });

  it('takes a place out for null, and reads indices and names in quotes', () => {
    expect(fixesOf(`Leave it out: --set 'faults[0]=null'`)[0]?.edits).toEqual([{ path: ['faults', 0], value: undefined }]);
    expect(fixesOf(`So: --set 'functions["my import"].versions["1"].Timeout=5'`)[0]?.edits[0]?.path).toEqual(['functions', 'my import', 'versions', '1', 'Timeout']);
  });

  it('has no way where the text names no setting', () => {
    expect(fixesOf('Configure the queue on the SQS queue.')).toEqual([]);
  });
});
