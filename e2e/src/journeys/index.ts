import type { Journey } from '../runner/journey.ts';
import { comeIn } from './learner/come-in.ts';
import { handIn } from './learner/hand-in.ts';
import { keyboard } from './learner/keyboard.ts';
import { pay } from './learner/pay.ts';
import { phone } from './learner/phone.ts';
import { study } from './learner/study.ts';
import { demoAtSpeed } from './staff/demo-at-speed.ts';
import { drawAndPublish } from './staff/draw-and-publish.ts';
import { graderOutage } from './staff/grader-outage.ts';
import { outages } from './staff/outages.ts';

/**
 * Acts one after the other; in an act the lanes side by side, in a lane one journey after the other. What stops a part
 * of the product has an act without those who would miss it. The demo wants what the instructor drew, the phone a
 * certificate.
 */
export const acts: Journey[][][] = [
  [
    [drawAndPublish, demoAtSpeed],
    [comeIn, study, handIn, pay, keyboard],
  ],
  [[outages]],
  [[graderOutage], [phone]],
];
