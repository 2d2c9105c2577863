import { cohortCatchUp } from './cohort.ts';
import { assessmentRescue, onboarding, weeklyDrip, winBack } from './learning.ts';
import { abandonedCheckout, certificateAndUpsell, dunning } from './selling.ts';
import type { Template } from './template.ts';

/** Every template, in the order of the gallery. */
export const TEMPLATES: readonly Template[] = [
  weeklyDrip,
  onboarding,
  assessmentRescue,
  cohortCatchUp,
  winBack,
  abandonedCheckout,
  dunning,
  certificateAndUpsell,
];

/** An automation with nothing in it but a start and an end. */
export { blank } from './template.ts';
