/** How the command line ends. */
export const exitCode = {
  done: 0,
  /** A run that could not be finished or written: a defect of ours, a full disk. */
  failed: 1,
  /** Something to mend in the words of the command, the scenario or a file it names. */
  badInput: 2,
  /** Ctrl-C: what was simulated by then has been reported. 128 + SIGINT, as shells have it. */
  stopped: 130,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
