import { signal } from '@preact/signals';
import type { SimulationRequest } from '../../sim/worker/api.ts';
import { isNewest, tellFailure } from './simulation.ts';

/** Whether the thread that knew the single events of the run on the page is gone, which shows when it is asked about them. */
export const traceIsLost = signal(false);

/** The answer to a question about single events of a run; null, and `traceIsLost`, where nobody is there any more to give it, unless another run is on its way. */
export async function answerOf<Answer>(request: SimulationRequest, asked: Promise<Answer | null>): Promise<Answer | null> {
  const answer = await asked.catch((error: unknown) => {
    tellFailure(error, request);
    return null;
  });
  if (answer === null && isNewest(request)) traceIsLost.value = true;
  return answer;
}
