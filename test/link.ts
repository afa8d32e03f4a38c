import { deflateRawSync } from 'node:zlib';
import type { SavedWorkspace } from '../ui/state/savedWorkspace.ts';

/** The part of an address that opens the page with what was saved, or with what a text says that need not be right. */
export function linkTo(saved: SavedWorkspace | string): string {
  return `#h1=${deflateRawSync(typeof saved === 'string' ? saved : JSON.stringify(saved)).toString('base64url')}`;
}

/** A page that has one scenario, under a name that its text may replace by another. */
export function withScenario(name: string, text: string): SavedWorkspace {
  return { headroom: 1, scenarios: [{ letter: 'A', name, text }], selected: 'A' };
}
