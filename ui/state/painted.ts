/** Until what is shown now is on the screen; in a tab that nobody looks at, until somebody does. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
