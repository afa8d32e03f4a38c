import { useEffect, useState } from 'preact/hooks';
import type { SimulationRequest } from '../../../sim/worker/api.ts';
import { answerOf } from '../../state/lostTrace.ts';

/** What was asked of the simulation's thread about a run; the answer before it until there is one, null before the first. Asked again when what it is `about` changes. */
export function useAnswer<Answer>(request: SimulationRequest, ask: () => Promise<Answer | null>, about: readonly unknown[]): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let isWanted = true;
    void answerOf(request, ask()).then((found) => {
      if (isWanted) setAnswer(found);
    });
    return () => {
      isWanted = false;
    };
  }, about);
  return answer;
}
