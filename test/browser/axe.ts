import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { isThorough } from './openPage.ts';

/** In which looks `violations` looks at a page, for titles. */
export const inLooks = isThorough ? 'in either theme and in forced colours' : 'in either theme';

/** What another theme, or forced colours, can make wrong on a page that is right in one. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds wrong with a page as it stands: all its rules in the light theme, those of colour in the dark one and, in
 * `npm run test:thorough`, in forced colours. `within` is a selector of the part that is looked at, or several with commas between
 * them, each of which must be there. The page is left in the light theme.
 */
export async function violations(page: Page, within?: string): Promise<string[]> {
  for (const part of within?.split(', ') ?? []) if ((await page.locator(part).count()) === 0) throw new Error(`there is no ${part} on the page to look at`);
  // The page's own policy forbids added scripts, so axe comes in by the developer protocol, which is outside of it.
  await page.evaluate(axe.source);
  const found = await violationsNow(page, within, null, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await violationsNow(page, within, rulesOfColour, 'dark')));
  await page.emulateMedia({ colorScheme: 'light' });
  if (isThorough) {
    await page.emulateMedia({ forcedColors: 'active' });
    found.push(...(await violationsNow(page, within, rulesOfColour, 'forced colours')));
    await page.emulateMedia({ forcedColors: 'none' });
  }
  return found;
}

async function violationsNow(page: Page, within: string | undefined, rules: readonly string[] | null, look: string): Promise<string[]> {
  // Colours may change over a moment; what turns for ever is none of them.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
  // Only what is wrong comes out of the page, and axe describes nothing else: all that is right would be told node by node, too.
  const wrong = await page.evaluate(
    async ([part, only]) => {
      const { axe: check } = window as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } };
      return (await check.run(part ?? document, { resultTypes: ['violations'], ...(only === null ? {} : { runOnly: { type: 'rule', values: only } }) })).violations;
    },
    [within, rules] as const,
  );
  return wrong.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${look}, ${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`));
}
