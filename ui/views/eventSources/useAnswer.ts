import { useEffect, useState } from 'preact/hooks';
import { SimulationFailed } from '../../../sim/worker/client.ts';
import { tellFailure } from '../../state/simulation.ts';

/** What was asked of the simulation's thread; the answer before it until there is one, null before the first. Asked again when what it is `about` changes. */
export function useAnswer<Answer>(ask: () => Promise<Answer | null>, about: readonly unknown[]): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let isWanted = true;
    ask().then(
      (found) => {
        if (isWanted) setAnswer(found);
      },
      (error: unknown) => {
        if (error instanceof SimulationFailed) tellFailure(error, error.request);
      },
    );
    return () => {
      isWanted = false;
    };
  }, about);
  return answer;
}
