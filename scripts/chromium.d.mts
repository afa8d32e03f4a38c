/** The path of an installed Chromium or Chrome; null when there is none. `CHROME_PATH` wins. */
export function findChromium(): string | null;

/** A Chromium, installed from Debian's package if that is possible here; throws one readable sentence if not. */
export function ensureChromium(): string;

/** The path of what drives pages that nobody looks at: Chromium's headless shell, or the Chromium itself; null when there is neither. */
export function findHeadlessChromium(): string | null;
