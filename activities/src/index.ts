import type { ActivityParts } from './activity-parts.ts';
import { admissionActivities } from './admissions/admission.activities.ts';
import { automationActivities } from './automation/automation.activities.ts';
import { billingActivities } from './billing/billing.activities.ts';
import { refundActivities } from './billing/refund.activities.ts';
import { subscriptionActivities } from './billing/subscription.activities.ts';
import { bulkActivities } from './bulk/bulk.activities.ts';
import { credentialActivities } from './credentials/credential.activities.ts';
import { enrollmentActivities } from './enrollment/enrollment.activities.ts';
import { gradingActivities } from './grading/grading.activities.ts';
import { migrationActivities } from './migrations/migration.activities.ts';
import { processActivities } from './processes/process-row.ts';

export type { ActivityParts } from './activity-parts.ts';
export type { Seat } from './enrollment/enrollment.activities.ts';
export { CLAIM_SECONDS, type Hand, type Post } from './automation/posting/post.ts';
export { PAYMENT_QUESTION_MS } from './ledger/claim-length.ts';
export { takeTurn } from './automation/take-turn.ts';

/** Every activity by name, made from its parts. Workflows see the type of this only. */
export function createActivities(parts: ActivityParts) {
  return {
    ...admissionActivities(parts),
    ...automationActivities(parts),
    ...billingActivities(parts),
    ...bulkActivities(parts),
    ...credentialActivities(parts),
    ...enrollmentActivities(parts),
    ...gradingActivities(parts),
    ...migrationActivities(parts),
    ...processActivities(parts),
    ...refundActivities(parts),
    ...subscriptionActivities(parts),
  };
}

export type Activities = ReturnType<typeof createActivities>;
