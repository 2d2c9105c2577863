import type { Journey } from '../runner/journey.ts';
import { comeIn } from './learner/come-in.ts';
import { handIn } from './learner/hand-in.ts';
import { study } from './learner/study.ts';

/** In the order they are played. */
export const journeys: Journey[] = [comeIn, study, handIn];
