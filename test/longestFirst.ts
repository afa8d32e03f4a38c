import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than some seconds, the longest of each project first; what is not here is short. */
const longest = [
  'hostile/hostile', 'properties/engine', 'fidelity/fidelity', 'scenario/hostile', 'planner/oracles', 'engines/secondOpinion', 'properties/eventSources', 'oracles/queues', 'cli/process', 'oracles/flows',
  'planner/disciplineBand', 'kernel/streams', 'planner/coverage', 'properties/swarm', 'oracles/patience', 'oracles/retries',
  'readme', 'project/longCommands', 'project/library', 'project/summaryReporter',
  'browser/keeping', 'browser/planner', 'browser/parameters', 'browser/traffic', 'browser/tasks', 'browser/eventSources', 'browser/hostile', 'browser/faults', 'browser/offline', 'browser/records', 'browser/singleFile',
].map((name) => `/test/${name}.test.ts`);

const projects = ['simulation', 'unit', 'browser', 'quiet'];

/** One project after the other, and of each the longest files first: so that no worker has a long one left when the other has nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification): number => {
      const at = longest.findIndex((end) => moduleId.endsWith(end));
      return projects.indexOf(project.name) * 1000 + (at === -1 ? longest.length : at);
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
