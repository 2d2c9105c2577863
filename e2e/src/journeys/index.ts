import type { Journey } from '../runner/journey.ts';
import { comeIn } from './learner/come-in.ts';
import { handIn } from './learner/hand-in.ts';
import { keyboard } from './learner/keyboard.ts';
import { pay } from './learner/pay.ts';
import { phone } from './learner/phone.ts';
import { study } from './learner/study.ts';
import { demoAtSpeed } from './staff/demo-at-speed.ts';
import { dragSteps } from './staff/drag-steps.ts';
import { drawAndPublish } from './staff/draw-and-publish.ts';
import { askAPerson } from './staff/ask-a-person.ts';
import { graderOutage } from './staff/grader-outage.ts';
import { staffKeyboard } from './staff/keyboard.ts';
import { lookOver } from './staff/look-over.ts';
import { outages } from './staff/outages.ts';
import { tryOut } from './staff/try-out.ts';

/**
 * One after the other: two browsers side by side are too much for a small machine. The demo wants what the instructor
 * drew, the phone a certificate; what stops a part of the product comes when nobody else would miss it.
 */
export const journeys: Journey[] = [
  drawAndPublish,
  tryOut,
  demoAtSpeed,
  comeIn,
  study,
  handIn,
  pay,
  askAPerson,
  keyboard,
  staffKeyboard,
  dragSteps,
  lookOver,
  outages,
  graderOutage,
  phone,
];
