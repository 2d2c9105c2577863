/** Domain processes: each has a row first and a workflow that may be restarted from the top. */
export const PROCESS_KINDS = [
  'enrollLearner',
  'gradeSubmission',
  'issueCertificate',
  'runSubscription',
  'admitPeople',
  'migrateRuns',
  'performBulkOperation',
] as const;
/** Kinds that came later are named here: this file runs inside of released workflows, whose code stays as it was. */
export type ProcessKind = (typeof PROCESS_KINDS)[number] | 'refundPayment';

/** Input of every domain workflow: ids only. */
export interface ProcessInput {
  processId: string;
}

/** Input of `runAutomation`. Workflow id: `run:<runId>`. */
export interface RunAutomationInput {
  runId: string;
}

export const runWorkflowId = (runId: string) => `run:${runId}`;
export const processWorkflowId = (kind: ProcessKind, processId: string) => `${kind}:${processId}`;

/** What `advance` answers the workflow. */
export interface AdvanceAnswer {
  finished: boolean;
  /** More is pending than one turn may take: come again at once. */
  again: boolean;
  /** Milliseconds of real time until something is due (>= 250), null when only a bell can help. */
  sleepForMs: number | null;
  /** Ledger keys of every effect still to do. */
  effects: string[];
  retries: Retries;
}

/** How long a failing effect is tried again, and the longest pause between two tries; seconds. A setting, not code. */
export interface Retries {
  horizonSeconds: number;
  maxIntervalSeconds: number;
}

/** Type of the failure that says: tried for as long as the setting allows; whether it happened is not known. */
export const RETRIES_SPENT = 'effect.retries-spent';

/** The one signal: empty, "look at your rows". */
export const BELL = 'bell';
