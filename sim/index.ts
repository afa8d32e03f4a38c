/**
 * Headroom as a library: a scenario in, numbers out. Nothing here reads a clock, a file or the network.
 *
 *   text --parseScenario--> Scenario --compileModel--> Model --startRun--> Run --result(), series(), events()--> numbers
 *
 * A quick start:
 *
 *   const { scenario, issues } = parseScenario(text);
 *   if (scenario === null) throw new Error(issues.map((issue) => issue.message).join('\n'));
 *   const run = startRun(compileModel(scenario));
 *   while (run.advance(100_000)) continue;
 *   console.log(run.result().functions);
 *
 * Times are integer microseconds inside a Model and seconds everywhere else. Bad input comes back as issues and is never
 * thrown; an Error means that an argument broke its documented contract, or that an invariant of the simulation did not
 * hold. The behaviour of Lambda is written down by clause ([AGE-03]) in docs/clauses.md.
 */

// The language the user writes.
export { applySettings, checkScenario, parseScenario, printScenario, type Parsed } from './scenario/parse.ts';
export type { Issue } from './scenario/issue.ts';
export { scenarioJsonSchema } from './scenario/jsonSchema.ts';
export type { Assumptions, Behaviour, Destination, LambdaFunction, Scenario, ScenarioInput, ScriptedEvent, Traffic } from './scenario/schema.ts';
export { closest } from './scenario/suggest.ts';
export { resolveTraces, traceFiles, type TraceArrivals } from './scenario/traces.ts';
export { formatDuration, formatRate, parseDuration, parseRate } from './scenario/units.ts';

// What the engine reads, and the engine.
export { compileModel } from './model/compile.ts';
export type { Model } from './model/model.ts';
export { startRun } from './engines/exact.ts';
export type { Run, RunOptions } from './engines/run.ts';
export type { BatchRecord, BatchRecordStep, BatchStepWord } from './engines/batchRecords.ts';
export {
  queueColumns,
  queueMappingColumns,
  shardColumns,
  streamConditions,
  type QueueMappingResult,
  type QueueMappingSeries,
  type QueueResult,
  type QueueSeries,
  type ShardResult,
  type ShardSeries,
  type StreamMappingResult,
  type StreamMappingSeries,
  type StreamResult,
} from './engines/eventSourceResult.ts';
export type { SentBatchFilter } from './engines/sentBatchRecords.ts';
export type { SentFilter } from './engines/sentRecords.ts';
export {
  conditions,
  lifeLineSteps,
  seriesColumns,
  waitingReasons,
  type Billed,
  type Condition,
  type DestinationResult,
  type EventRecord,
  type FunctionResult,
  type FunctionSeries,
  type LifeLineStep,
  type RunResult,
  type SentBatchRecord,
  type SentRecord,
  type Series,
  type SeriesColumn,
  type TimeSummary,
  type WaitingReason,
} from './engines/result.ts';

// Many runs.
export {
  assumptionBand,
  dispatchMatters,
  startAssumptionBand,
  type AssumptionBand,
  type AssumptionBandPlan,
  type AssumptionBandRun,
  type Headline,
  type HeadlineBand,
  type Range,
} from './planner/assumptionBand.ts';
export { meanResult } from './planner/meanResult.ts';
export { replicate, startReplications, type Replicated, type ReplicationPlan, type Replications, type ReplicationWatch } from './planner/replicate.ts';
export { intervalOf, intervalsOf, summarise, type Interval, type Summarised, type Summary } from './planner/summarise.ts';

// What a run costs.
export { costOf, gbSeconds, type Cost, type FunctionCost } from './cost/cost.ts';
export { prices, readPrices, type PriceName, type Prices } from './cost/prices.ts';

// Planning: what is to be measured, where, and what follows from it.
export { check, checkBand, checkEffort, expectationIssues, expectedMetricIssues, expectedOf, type CheckAnswer, type Checked, type Expected } from './planner/check.ts';
export { erlangB, erlangBMaxLoad, erlangBMinServers, erlangC, mg1, mmc, mmcMinServers, mmcWithPatience, mmck, provisionedSpillover, waitQuantile, waitTail, type Queue } from './planner/closedForms.ts';
export type { ClosedForm } from './planner/closedFormsBeside.ts';
export { compareBand, compareMetrics, compareScenarios, readCompareQuestion, type CompareQuestion, type Comparison } from './planner/compareScenarios.ts';
export { disciplinesWith, rangeOver, type Banded, type DisciplineBand, type NoBand } from './planner/banded.ts';
export { bandWork, watchesWithBand } from './planner/disciplineBand.ts';
export { estimate, pairedEstimate, relativeHalfWidth, type Estimate, type PairedEstimate } from './planner/estimate.ts';
export { blankResult, createLaboratory, prepareSubject, type Experiment, type Laboratory, type Measured, type Subject } from './planner/laboratory.ts';
export { metricProblem, readMetric, readingOf, type Metric, type Outcome, type Reading } from './planner/metric.ts';
export { readSpan, type Parameter, type Span } from './planner/parameter.ts';
export { metricsOf, plan, planBand, type Evidence, type PlanAnswer, type PlanQuestion } from './planner/plan.ts';
export { readPlanQuestion, type PlanAsked } from './planner/planQuestion.ts';
export { poolOf } from './planner/pooledLaboratory.ts';
export { estimateTo, missingReplications, pilotReplications, usualEffort, type Effort } from './planner/precision.ts';
export { readSensitivityQuestion, sensitivity, sensitivityMetrics, type SensitivityAnswer, type SensitivityBar, type SensitivityQuestion } from './planner/sensitivity.ts';
export { readSweepQuestion, sweep, sweepBand, sweepMetrics, type SweepAnswer, type SweepCell, type SweepQuestion } from './planner/sweep.ts';
export { readTarget, type Judgement, type Target } from './planner/target.ts';
export { TrialFailed, Trials, type Alternative, type Trial, type Watch } from './planner/trials.ts';
export { readTuneQuestion, tune, tuneBand, tuneMetrics, type ByObjective, type TuneAnswer, type TuneOption, type TuneQuestion } from './planner/tune.ts';

// Numbers as words, tables and files.
export { advice, type Advice, type AdvisedMetrics, type AdvisedSeries } from './report/advice.ts';
export { eventsNdjson } from './report/eventsNdjson.ts';
export { issueLines } from './report/issueLines.ts';
export { checkJson, checkJunit, checkLines, checkVerdict, type CheckedFile } from './report/checkReport.ts';
export { planCsv, planJson, planReport, planVerdict, type Planned } from './report/planReport.ts';
export { inOrderOfTime, recordsNdjson } from './report/recordsNdjson.ts';
export { ansi, plain, type Meaning, type Paint } from './report/paint.ts';
export { runReport, type RunReport, type RunReportInput } from './report/runReport.ts';
export { seriesCsv } from './report/seriesCsv.ts';
export { escapedSteering } from './report/steering.ts';
export { terminalReport, type TerminalReportInput } from './report/terminalReport.ts';
export { verdict, type Verdict } from './report/verdict.ts';
export { compareCsv, compareJson, compareReport } from './report/compareReport.ts';
export type { Look, Provenance } from './report/provenance.ts';
export { sensitivityCsv, sensitivityJson, sensitivityReport } from './report/sensitivityReport.ts';
export { sweepCsv, sweepJson, sweepReport } from './report/sweepReport.ts';
export { tuneCsv, tuneJson, tuneReport } from './report/tuneReport.ts';

// What can be said about a scenario without running it.
export { lint, type Finding } from './lint/lint.ts';
export { findingLines } from './lint/findingLines.ts';

// AWS's own configuration: its calls, and the examples of its documents.
export { readCliCommand, type CliOperation } from './configuration/cliCommand.ts';
export { readTemplate, type TemplateSettings } from './configuration/cloudFormation.ts';
export {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  settingsInForce,
  updateFunctionEventInvokeConfig,
  type EventInvokeConfigs,
} from './configuration/eventInvokeConfig.ts';
export { publishVersion, readDeadLetterConfig, unconfigured, updateFunctionConfiguration, type FunctionConfigurations } from './configuration/functionConfiguration.ts';
export type { RequestContext } from './configuration/requestTarget.ts';
export { version } from './version.ts';
