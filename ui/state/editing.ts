import { signal } from '@preact/signals';

/** Whether the scenario's text is open for editing. */
export const editing = signal(false);
