import { ofEventSources } from './ofEventSources.ts';
import { ofEveryRun } from './ofEveryRun.ts';
import { ofSecondOpinions } from './ofSecondOpinions.ts';
import { ofText } from './ofText.ts';
import { ofTheRules } from './ofTheRules.ts';
import { ofThreads } from './ofThreads.ts';
import type { Property } from './property.ts';

/** Every property, as `npm run properties` tries them. */
export const allProperties: readonly Property[] = [...ofEveryRun, ...ofTheRules, ...ofThreads, ...ofText, ...ofEventSources, ...ofSecondOpinions];
