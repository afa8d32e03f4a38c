import { storedSwitch } from './storedChoice.ts';

/** Whether single letters are commands: people who dictate or mistype must be able to switch them off. */
export const { isOn: singleKeys, set: setSingleKeys } = storedSwitch('headroom.singleKeys');
