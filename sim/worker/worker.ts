import { expose } from 'comlink';
import { createSimulationApi } from './simulation.ts';

expose(createSimulationApi());
