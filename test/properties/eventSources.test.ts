import { describe } from 'vitest';
import { testProperties } from './holds.ts';
import { ofEventSources } from './ofEventSources.ts';

describe('properties of streams, queues and mappings', () => testProperties(ofEventSources));
