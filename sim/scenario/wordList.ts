/** The labels and sentences of the parameter table, where a build keeps them apart from it: the table then has their numbers. Empty everywhere else. */
export const wordList: readonly string[] = [];
