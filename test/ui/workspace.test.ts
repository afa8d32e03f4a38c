import { describe, expect, it } from 'vitest';
import { createHistory } from '../../ui/state/history.ts';
import { scenarioAt, selectedScenario, withCopy, without, withOpened, withSelected, withSelection, workspaceOf } from '../../ui/state/workspace.ts';
import type { Workspace } from '../../ui/state/workspace.ts';

const one = workspaceOf({ name: 'a', text: '{}', galleryId: 'steady-state' });
const letters = ({ scenarios }: Workspace): string => scenarios.map(({ letter }) => letter).join('');

describe('a workspace', () => {
  it('copies the selected scenario under the first free letter and selects the copy', () => {
    const three = withCopy(withCopy(one));
    expect([letters(three), three.selected]).toEqual(['ABC', 'C']);
    const gap = without(three, 'B');
    expect(letters(gap)).toBe('AC');
    const filled = withCopy(gap);
    expect([letters(filled), filled.selected]).toEqual(['ABC', 'B']);
    expect(selectedScenario(filled).text).toBe('{}');
  });

  it('has no more scenarios than letters', () => {
    let full = one;
    for (let count = 0; count < 40; count++) full = withCopy(full);
    expect(letters(full)).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    expect(withCopy(full)).toEqual(full);
  });

  it('keeps its last scenario, and selects a neighbour of the one that is removed', () => {
    expect(without(one, 'A')).toBe(one);
    const three = withCopy(withCopy(one));
    expect(without(three, 'C').selected).toBe('B');
    expect(without(withSelection(three, 'A'), 'A').selected).toBe('B');
    expect(without(three, 'A').selected).toBe('C');
  });

  it('never draws a scenario over itself', () => {
    const two: Workspace = { ...withCopy(one), overlaid: 'A' };
    expect(withSelection(two, 'A').overlaid).toBeNull();
    expect(without(two, 'A').overlaid).toBeNull();
    expect(without(two, 'B')).toMatchObject({ selected: 'A', overlaid: null });
  });

  it('is no more the gallery’s once its text is changed, and the gallery’s again when it is opened', () => {
    expect(selectedScenario(withSelected(one, { text: '{ }' })).galleryId).toBeNull();
    expect(selectedScenario(withSelected(one, { seed: '7' })).galleryId).toBe('steady-state');
    const opened = withOpened({ ...one, view: { function: 'f', zoom: { from: 0, to: 60 } } }, { name: 'b', text: '[]', galleryId: 'b' });
    expect(opened.view).toEqual({ function: null, zoom: null });
    expect(selectedScenario(opened)).toEqual({ letter: 'A', name: 'b', text: '[]', galleryId: 'b', seed: '' });
  });

  it('leaves what is not changed the very same object, so that nothing is simulated for it', () => {
    const two = withCopy(one);
    expect(scenarioAt(withSelected(two, { text: '1' }), 'A')).toBe(scenarioAt(two, 'A'));
    expect(selectedScenario({ ...two, view: { function: 'f', zoom: null } })).toBe(selectedScenario(two));
  });
});

describe('the history', () => {
  function timed(): { history: ReturnType<typeof createHistory<number>>; wait: (milliseconds: number) => void } {
    let now = 0;
    return { history: createHistory(0, () => now), wait: (milliseconds) => (now += milliseconds) };
  }

  it('goes back and forth over every change', () => {
    const { history } = timed();
    history.change(1);
    history.change(2);
    history.undo();
    expect(history.now.value).toBe(1);
    history.undo();
    expect([history.now.value, history.canUndo.value, history.canRedo.value]).toEqual([0, false, true]);
    history.undo();
    history.redo();
    history.redo();
    history.redo();
    expect([history.now.value, history.canRedo.value]).toEqual([2, false]);
  });

  it('forgets what was taken back when something else is done', () => {
    const { history } = timed();
    history.change(1);
    history.undo();
    history.change(2);
    expect(history.canRedo.value).toBe(false);
    history.undo();
    expect(history.now.value).toBe(0);
  });

  it('takes changes of one kind that follow each other closely as one', () => {
    const { history, wait } = timed();
    for (let value = 1; value <= 50; value++) {
      history.change(value, 'drag');
      wait(30);
    }
    history.change(60, 'another drag');
    wait(2_000);
    history.change(70, 'another drag');
    history.change(71);
    const back: number[] = [];
    while (history.canUndo.value) {
      history.undo();
      back.push(history.now.value);
    }
    expect(back).toEqual([70, 60, 50, 0]);
  });

  it('begins a new step after going back, even for the same kind', () => {
    const { history } = timed();
    history.change(1, 'drag');
    history.change(2);
    history.undo();
    history.change(3, 'drag');
    history.undo();
    expect(history.now.value).toBe(1);
  });

  it('remembers two hundred steps', () => {
    const { history } = timed();
    for (let value = 1; value <= 500; value++) history.change(value);
    let steps = 0;
    for (; history.canUndo.value; steps++) history.undo();
    expect([steps, history.now.value]).toEqual([200, 300]);
  });
});
