import { signal } from '@preact/signals';
import { SimulationFailed } from '../../sim/worker/client.ts';
import { tellFailure } from './simulation.ts';

/** Whether the thread that knew the single events of the run on the page is gone, which shows when it is asked about them. */
export const traceIsLost = signal(false);

/** The answer to a question about single events; null, and `traceIsLost`, where nobody is there any more to give it. */
export async function answerOf<Answer>(asked: Promise<Answer | null>): Promise<Answer | null> {
  try {
    const answer = await asked;
    if (answer === null) traceIsLost.value = true;
    return answer;
  } catch (error) {
    traceIsLost.value = true;
    if (!(error instanceof SimulationFailed)) throw error;
    tellFailure(error, error.request);
    return null;
  }
}
