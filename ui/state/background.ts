/** What goes on behind the page once it shows something: keeping, linking, studying, comparing. */
import { keepDifferences, keepOverlay } from './compare.ts';
import { keepEverything } from './keeping.ts';
import { studyInBackground } from './studies.ts';

export { begin } from './keeping.ts';

export function workInBackground(): void {
  keepEverything();
  studyInBackground();
  keepOverlay();
  keepDifferences();
}
