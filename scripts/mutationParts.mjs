/** What `npm run mutation` breaks on purpose, part by part, and which tests have to notice. */

/**
 * @typedef {object} Part
 * @property {string[]} files what is broken, as globs; one that begins with ! takes files away
 * @property {string[]} tests the tests that judge it: those that matter to it and are fast
 * @property {string[]} excluded Stryker's mutators that are left out
 */

/** @type {Record<string, Part>} */
export const parts = {
  kernel: {
    files: ['sim/kernel/**/*.ts', '!**/*.d.ts'],
    tests: ['test/kernel/{column,order,streams,distributions,statisticsOfRuns}.test.ts', 'test/engines/eventRecords.test.ts'],
    excluded: [],
  },
  rules: {
    files: ['sim/lambda/**/*.ts'],
    tests: ['test/lambda/rules.test.ts', 'test/clauses/{oneInstant,ASY,POL,ERR,RTY,THR,AGE,DUP,ZRC,CON,ENV,DLQ,DST,MET,DDB,SQS,faults}.test.ts', 'test/engines/{eventSources,finishMinute,secondOpinion}.test.ts', 'test/kernel/{arrivals,distributions,lines}.test.ts'],
    excluded: [],
  },
  // Its strings are sentences for people, and names that every scenario in the tests uses.
  parser: {
    files: ['sim/scenario/**/*.ts'],
    tests: ['test/scenario/{parse,rules,guesses,excerpts,path,json,jsonValues,settings,units,destinations,eventSources,versions,sinks,traces,roundTrip,whatMayStand,reference,jsonSchema,manyProblems}.test.ts'],
    excluded: ['StringLiteral'],
  },
  statistics: {
    files: ['sim/planner/{bestSet,closedForms,compareScenarios,difference,direction,estimate,meanResult,meanSeries,measures,pareto,precision,spread,study,summarise,target,trials}.ts'],
    tests: ['test/planner/{attempt,bestSet,closedForms,compareScenarios,estimate,measures,precision,replicate,study,summarise}.test.ts'],
    excluded: [],
  },
};
