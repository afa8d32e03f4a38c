/** A Web Worker of the page: the lane that it follows is its name. */
import { followLane } from './lane.ts';
import { answerTo } from './place.ts';

await followLane(self.name, (request) => answerTo(request));
