export { admitPeople } from './admit-people.workflow.ts';
export { enrollLearner } from './enroll-learner.workflow.ts';
export { gradeSubmission } from './grade-submission.workflow.ts';
export { issueCertificate } from './issue-certificate.workflow.ts';
export { migrateRuns } from './migrate-runs.workflow.ts';
export { performBulkOperation } from './bulk/perform-bulk-operation.workflow.ts';
export { runAutomation } from './run-automation.workflow.ts';
export { runSubscription } from './run-subscription.workflow.ts';
