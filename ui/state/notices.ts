import { computed, signal } from '@preact/signals';

/** When what the page goes on with was last changed, in milliseconds since 1970; null: nothing to be said about it. */
export const goesOn = signal<number | null>(null);

/** Why a link, or some of several files, were not opened, in sentences; null: nothing was refused. */
export const refused = signal<string | null>(null);

/** Whether what is on the page would survive the browser's end; null: not known yet. */
export const isKept = signal<boolean | null>(null);

/** Whether there is something to say above the result. */
export const hasNotice = computed(() => goesOn.value !== null || refused.value !== null);
