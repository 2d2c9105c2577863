import { afterEach } from '@jest/globals';
import { requireConserved } from './conservation.ts';

// For every suite, before it is read: what its schools hold has to add up after each of its tests (design 4.5).
afterEach(requireConserved);
