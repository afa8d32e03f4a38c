import { signal } from '@preact/signals';

/** Which sections and entries were opened or closed by hand, while the page is open. */
const parts = signal<Readonly<Record<string, boolean>>>({});

/** Whether a part is open; `byDefault` until somebody says otherwise. */
export function isOpen(id: string, byDefault: boolean): boolean {
  return parts.value[id] ?? byDefault;
}

export function setOpen(id: string, open: boolean): void {
  parts.value = { ...parts.value, [id]: open };
}

/** The id of a section among the parts. */
export const sectionId = (title: string): string => `section ${title}`;

/** The id of the settings of an entry that are not written. */
export const moreId = (id: string): string => `more ${id}`;
