/** More events than this in one interval of counts nobody simulates. */
export const mostEvents = 100_000_000;
