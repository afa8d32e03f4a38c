import { effect } from '@preact/signals';
import { storedChoice } from './storedChoice.ts';

/** `system` follows the computer's setting. */
const themes = ['system', 'light', 'dark'] as const;

/** What the user asked for. */
export type Theme = (typeof themes)[number];

const { chosen, choose } = storedChoice<Theme>('headroom.theme', themes);

/** The chosen theme, kept across visits where the browser allows. */
export const theme = chosen;

/** Puts the theme on the document now and whenever it changes. */
export function listenForTheme(): void {
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
  });
}

/** System, light, dark, and round again. */
export function nextTheme(): void {
  choose(themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system');
}
