import { beforeEach, describe, expect, test } from 'vitest';
import { draft, drafts, writeDraft } from '../../ui/state/editing.ts';
import { followScenarios } from '../../ui/state/followingDrafts.ts';
import { copyScenario, history, openScenario, removeScenario, selectScenario, writeText } from '../../ui/state/session.ts';
import { workspaceOf } from '../../ui/state/workspace.ts';

followScenarios();
const scenario = (text: string) => ({ name: text, text, galleryId: null });

beforeEach(() => {
  history.begin(workspaceOf(scenario('a')));
  drafts.value = new Map();
});

describe('what stands in the editor', () => {
  test('is another one for each scenario, and waits there while one looks at others', () => {
    writeDraft('of A');
    copyScenario();
    expect(draft.value).toBe(null);
    writeDraft('of B');
    selectScenario('A');
    expect(draft.value).toBe('of A');
    selectScenario('B');
    expect(draft.value).toBe('of B');
  });

  test('is none where it is the text itself', () => {
    writeDraft('other');
    writeDraft('a');
    expect([draft.value, drafts.value.size]).toEqual([null, 0]);
  });

  test('stays while the scenario is changed elsewhere', () => {
    writeDraft('half');
    writeText('changed by the form');
    history.undo();
    expect(draft.value).toBe('half');
  });

  test('goes with a scenario that is removed, is not the next one’s under its letter, and comes back with undo', () => {
    copyScenario();
    writeDraft('of B');
    removeScenario('B');
    copyScenario();
    expect(draft.value).toBe(null);
    history.undo();
    history.undo();
    expect(draft.value).toBe('of B');
  });

  test('goes with a scenario in whose place another is opened, and comes back with undo; redo has the other’s', () => {
    writeDraft('of the first');
    openScenario(scenario('second'));
    expect(draft.value).toBe(null);
    writeDraft('of the second');
    history.undo();
    expect(draft.value).toBe('of the first');
    history.redo();
    expect(draft.value).toBe('of the second');
  });
});
