import type { Fault } from './fault.ts';
import { leavingFaults } from './leavingFaults.ts';
import { loadingFaults } from './loadingFaults.ts';
import { storageFaults } from './storageFaults.ts';
import { threadFaults } from './threadFaults.ts';

/** Every fault that is injected, by a name of its own. */
export const faults: readonly Fault[] = [...threadFaults, ...leavingFaults, ...storageFaults, ...loadingFaults];
