/** The version that a run says it was made with; the same as in package.json. */
export const version = '0.1.0';
