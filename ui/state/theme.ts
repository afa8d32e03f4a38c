import { effect, signal } from '@preact/signals';

/** What the user asked for; `system` follows the computer's setting. */
export type Theme = 'system' | 'light' | 'dark';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const storageKey = 'headroom.theme';

/** The chosen theme, kept across visits where the browser allows. */
export const theme = signal<Theme>(storedTheme());

/** Puts the theme on the document now and whenever it changes. */
export function listenForTheme(): void {
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    try {
      localStorage.setItem(storageKey, theme.value);
    } catch {
      // A page without storage forgets the choice; nothing else depends on it.
    }
  });
}

/** System, light, dark, and round again. */
export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system';
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((one) => one === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
