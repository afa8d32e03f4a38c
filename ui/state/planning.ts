import { signal } from '@preact/signals';

/** Whether the planner is on the page. */
export const plannerOpen = signal(false);

/** Opens the planner, and goes to it. */
export function openPlanner(): void {
  plannerOpen.value = true;
  document.getElementById('plan')?.focus();
}

/** What ends the planner's work and keeps what it has found out; null while it does none. */
export const stopPlanning = signal<(() => void) | null>(null);
