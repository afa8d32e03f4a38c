import { storedSwitch } from './storedChoice.ts';

/** Whether scenarios are repeated in the background: it keeps a second core busy for seconds after every change, which not everybody wants to spend. */
export const { isOn: repeating, set: setRepeating } = storedSwitch('headroom.repeat');
