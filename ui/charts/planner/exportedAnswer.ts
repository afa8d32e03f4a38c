import { createContext } from 'preact';

/** What the files of an answer's charts are told: null while there is no whole answer to make files of. */
export const ExportedAnswer = createContext<{
  /** What the files are called after. */
  scenario: string;
  /** Which answer a picture is of. */
  facts: string;
  /** The numbers, as the command line writes them. */
  csv: string;
} | null>(null);
