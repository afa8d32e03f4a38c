import { afterEach, describe, expect, it } from 'vitest';
import { restored } from '../../ui/state/savedWorkspace.ts';
import { workspaceIn } from '../../ui/state/link.ts';
import { history, workspace } from '../../ui/state/session.ts';
import { workspaceOf } from '../../ui/state/workspace.ts';
import type { PlannedScenario, PlannedSetting } from '../../ui/views/planner/plannedSettings.ts';
import { chooseQuestion, chosenQuestion, noteAsked, writeDraft, writtenDraft, type Drafts, type QuestionKind } from '../../ui/views/planner/questions.ts';
import links from './links.json' with { type: 'json' };

const reserved = 'functions.mail.ReservedConcurrentExecutions';
const setting: PlannedSetting = { path: reserved.split('.'), id: reserved, label: '', section: '', type: 'integer', unit: null, today: 3, ends: null, minimum: null, maximum: null };
const mail: PlannedScenario = { name: 'mail.json', text: '{}', functions: ['mail'], settings: [setting] };
const other: PlannedScenario = { name: 'other.json', text: '{}', functions: ['queue'], settings: [] };

const find: Drafts['find'] = { path: reserved, low: '1', high: '12', targets: [{ metric: 'delaySeconds.p99', relation: '<', value: '5m' }] };

const begin = (plan?: object): void => history.begin({ ...workspaceOf({ name: 'mail.json', text: '{}', galleryId: null }), ...(plan === undefined ? {} : { plan: plan as Record<string, unknown> }) });
afterEach(() => begin());

describe('what is asked of the planner', () => {
  it('is a step back for undo, and can be had again', () => {
    begin();
    writeDraft('find', find, mail);
    writeDraft('find', { ...find, high: '20' }, mail);
    expect(writtenDraft('find', mail)?.high).toBe('20');
    history.undo();
    expect(writtenDraft('find', mail)).toEqual(find);
    history.undo();
    expect(writtenDraft('find', mail)).toBeNull();
    history.redo();
    expect(writtenDraft('find', mail)).toEqual(find);
  });

  it('is one step back where it is typed in one go', () => {
    begin();
    for (const high of ['1', '12', '120']) writeDraft('find', { ...find, high }, mail, 'plan find');
    history.undo();
    expect(workspace.value.plan).toBeUndefined();
  });

  it('is in writing once it is asked, which is no step back, nor one that was taken back lost', () => {
    begin();
    chooseQuestion('tune');
    history.undo();
    noteAsked('find', find, mail);
    expect(writtenDraft('find', mail)).toEqual(find);
    expect([history.canUndo.value, history.canRedo.value]).toEqual([false, true]);
  });

  it('stays while the scenario is changed, and is not asked of another one that has no such setting', () => {
    begin();
    writeDraft('find', find, mail);
    expect(writtenDraft('find', { ...mail, settings: [] })).toEqual(find);
    expect(writtenDraft('find', { ...mail, name: 'a-copy.json' })).toEqual(find);
    expect(writtenDraft('find', other)).toBeNull();
  });

  it('is all there in a link', async () => {
    const { link } = links.find(({ about }) => about.includes('every question')) ?? { link: '' };
    const found = await workspaceIn(link);
    if ('problem' in found) throw new Error(found.problem);
    history.begin(found);
    expect(chosenQuestion.value).toBe('find');
    expect(writtenDraft('find', mail)).toEqual({ ...find, targets: [...find.targets, { metric: 'discarded.gone / received', relation: '<=', value: '0.01%' }] });
    expect(writtenDraft('sweep', mail)).toEqual({ ranges: [{ path: 'trafficScale', low: '0.5', high: '4', steps: '7' }], metric: 'delaySeconds.p99', targets: [] });
    expect([writtenDraft('tune', mail), writtenDraft('sensitivity', mail), writtenDraft('best', mail)]).toEqual([{ function: 'mail' }, { metric: 'delivered.onTime / received' }, { metric: 'delaySeconds.p99', better: 'less', without: [] }]);
  });

  it.each<[string, QuestionKind, unknown]>([
    ['a path that is none', 'find', { ...find, path: 7, scenario: 'mail.json' }],
    ['a relation that is none', 'find', { ...find, targets: [{ metric: 'a', relation: '=', value: '1' }], scenario: 'mail.json' }],
    ['a field without end', 'find', { ...find, low: 'x'.repeat(501), scenario: 'mail.json' }],
    ['targets without end', 'find', { ...find, targets: Array.from({ length: 21 }, () => find.targets[0]), scenario: 'mail.json' }],
    ['three settings', 'sweep', { ranges: Array.from({ length: 3 }, () => ({ path: 'a', low: '1', high: '2', steps: '3' })), metric: 'a', targets: [], scenario: 'mail.json' }],
    ['a list', 'tune', []],
    ['nothing', 'sensitivity', null],
    ['a wish that is none', 'best', { metric: 'a', better: 'both', without: [], scenario: 'mail.json' }],
  ])('is nothing where a link has %s', (_, kind, draft) => {
    const found = restored({ headroom: 1, scenarios: [{ letter: 'A', name: 'mail.json', text: '{}' }], selected: 'A', plan: { question: 'nonsense', [kind]: draft } });
    if ('problem' in found) throw new Error(found.problem);
    history.begin(found);
    expect(writtenDraft(kind, mail)).toBeNull();
    expect(chosenQuestion.value).toBe('find');
  });
});
