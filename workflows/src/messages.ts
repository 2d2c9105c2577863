import { defineSignal } from '@temporalio/workflow';
import { BELL } from '@gradus/contracts/processes';

/** The one signal: empty. It says "look at your rows", never what is in them. */
export const bell = defineSignal(BELL);
