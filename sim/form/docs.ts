/** The sentences of the parameter table, where a build keeps them apart from it: the table then has their numbers. Empty everywhere else. */
export const docs: readonly string[] = [];
