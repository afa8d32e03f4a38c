/** Whether the command line is not built, or built from older sources. */
export function needsBuild(root: string): boolean;

/** Whether a file that is made from some sources is missing or older than one of them, or than the installed packages. */
export function isOutdated(root: string, made: string, sources: string[]): boolean;

/** Builds dist/node; true if that worked. Where the development packages are missing it says what to do. */
export function build(root: string): boolean;
