import { signal } from '@preact/signals';

/** Whether the planner was put on the page; it is there too where the workspace has a question for it. */
export const plannerOpen = signal(false);

/** Opens the planner, and goes to it. */
export function openPlanner(): void {
  plannerOpen.value = true;
  document.getElementById('plan')?.focus();
}

/** What ends the planner's work and keeps what it has found out; null while it does none. */
export const stopPlanning = signal<(() => void) | null>(null);
