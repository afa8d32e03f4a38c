/** How bad the worst thing is that happened, the worse the higher. */
export const Severity = { nothing: -1, fine: 0, late: 1, captured: 2, harmed: 3, gone: 4 } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** One sentence of what matters most, and how much it does. */
export interface Headline {
  severity: Severity;
  text: string;
}
