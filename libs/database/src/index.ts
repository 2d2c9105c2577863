export { lockTasks, readTasks } from './awaited/decided-tasks.ts';
export { readAwaited } from './awaited/read-awaited.ts';
export { type NewAdmission, openAdmission, writeAdmission } from './admissions/open-admission.ts';
export { letsIn, subjectOfEvent } from './admissions/concerns.ts';
export { whoQualifies } from './admissions/who-qualifies.ts';
export { type PreviewedAutomation, previewAdmission } from './admissions/preview-admission.ts';
export {
  MigrationUnfitError,
  type MigrationToOpen,
  openMigration,
  plansInside,
  stopMigrations,
} from './automations/open-migration.ts';
export {
  AutomationInvalidError,
  AutomationMissingError,
  DraftStaleError,
  LiveVersionChangedError,
  type PublishedVersion,
  type VersionToPublish,
  publishVersion,
} from './automations/publish-version.ts';
export { withCalled } from './automations/read-called.ts';
export { type LiveAutomation, readLiveAutomation } from './automations/read-live-automation.ts';
export { markPaused, pauseAtEntry } from './bulk/automation-pause.ts';
export { type ChosenRuns, chosenRuns } from './bulk/chosen-runs.ts';
export { type OrderContext, OrderPositionMissingError, commandFor } from './bulk/command-for.ts';
export {
  type NewBulkOperation,
  type OpenedBulkOperation,
  chooseRuns,
  openBulkOperation,
} from './bulk/open-bulk-operation.ts';
export {
  type EffectRef,
  type ProcessRef,
  effectsNow,
  eventsNow,
  messagesNow,
  ordersOfWebhooks,
  reopenProcesses,
} from './retrying/retry-work.ts';
export { paidAnswer } from './automations/ai-calls.ts';
export { noteModel } from './automations/writer.ts';
export { readCatalogue } from './automations/read-catalogue.ts';
export { CourseDocumentInvalidError, type CourseDocumentProblem } from './content/course-document-error.ts';
export { type ImportedCourse, importCourse } from './content/import-course.ts';
export { type DemoOptions, type SeededDemo, seedDemo } from './content/seed-demo.ts';
export {
  AutomationsUnfitError,
  CourseVersionMissingError,
  type CourseVersionToPublish,
  PublishedVersionChangedError,
  type UnfitAutomation,
  publishCourseVersion,
  unfitAutomations,
} from './content/publish-course-version.ts';
export { ERASED_NAME, type ErasedPerson, erasePerson, erasuresToApply } from './people/erase-person.ts';
export * from './data-source.ts';
export * from './entities/index.ts';
export { type NewDomainEvent, recordEvent } from './events/record-event.ts';
export { type ActivatedEnrollment, activateEnrollment } from './learning/activate-enrollment.ts';
export { ATTEMPTS_ALLOWED } from './learning/attempts-allowed.ts';
export { type ChangedGrade, type GradeChange, changeGrade } from './learning/change-grade.ts';
export { changeTimeZone } from './learning/change-time-zone.ts';
export { completeEnrollment } from './learning/complete-enrollment.ts';
export { enrollmentIn } from './learning/enrollment-in.ts';
export {
  CredentialBeingIssuedError,
  type Revocation,
  revokeCredential,
} from './learning/revoke-credential.ts';
export { type StatusPlace, placeInStatusList } from './learning/status-lists.ts';
export { type Standing, readFacts, readStanding } from './learning/read-facts.ts';
export { type ProgressSubject, lockEnrollment, refreshProgress } from './learning/refresh-progress.ts';
export { linkToken, type LinkPurpose, readLinkToken } from './links/link-tokens.ts';
export {
  type Admission,
  type EnteredAutomation,
  type Occasion,
  admit,
  markEntered,
} from './running/admit.ts';
export { egressHosts, saveEgressHosts } from './outside/egress-hosts.ts';
export { type KeyInfo, type KeyOwner, keysOf, openKeys, replaceKey } from './outside/signing-keys.ts';
export {
  addTag,
  type ChangeOrigin,
  lockMembership,
  lockPerson,
  removeTag,
  type SchoolPerson,
  setField,
} from './people/change-person.ts';
export { type ChainState, chainAudit, checkAuditChain, linksOf } from './auditing/audit-chain.ts';
export { checkDueNumbers, checkNumbers } from './conservation/check-numbers.ts';
export type { WrongNumbers } from './conservation/number-checks.ts';
export { lockEntriesOf, tryLockEntries } from './running/lock-entries.ts';
export { openProcess, wakeProcess } from './running/open-process.ts';
export { type Subject, readFactsOfSubjects, readSubjectFacts } from './running/person-facts.ts';
export { Plans, VersionMissingError } from './running/plans.ts';
export {
  ModuleMissingError,
  type UnlockSubject,
  releaseModule,
  unlockChanges,
  writeUnlockChanges,
} from './running/project-unlocks.ts';
export {
  carryTexts,
  decideText,
  keepText,
  textIdsOfRun,
  textsById,
  textsOfRun,
  withdrawText,
} from './people/generated-texts.ts';
export { relockModule } from './running/relock-module.ts';
export { RunClock } from './running/run-clock.ts';
export { type NewRun, startRun } from './running/start-run.ts';
export {
  type Asks,
  type Pipeline,
  type Prepared,
  askOnce,
  asksOf,
  inPipeline,
} from './statements/pipeline.ts';
export { followSchedules } from './schedules/follow-schedules.ts';
export { type DueDate, takeDueDate } from './schedules/take-due-date.ts';
export { checkNextPerson, evaluateDueSegment, noteForSegments } from './segments/check-segments.ts';
export { previewAudience } from './segments/preview-audience.ts';
export { type SegmentToSave, saveSegment } from './segments/save-segment.ts';
export { type StartedOver, readCalledOff, startRunOver } from './running/start-run-over.ts';
export { Vault, WritingErasedError } from './vault/vault.ts';
export { type EntitlementEnd, endEntitlement } from './money/end-entitlement.ts';
export {
  type SeatSubscription,
  type SubscribedSeat,
  giveSubscribedRight,
  reopenSeat,
} from './money/subscribed-right.ts';
export { type GrantedSeat, type SeatGrant, grantSeat } from './money/grant-seat.ts';
export { type NewCharge, recordCharge } from './money/record-charge.ts';
export { type ProviderRefund, WITHOUT_PLACE, writeOutsideRefunds } from './money/outside-refunds.ts';
export {
  type NoticedPayment,
  type RefundNotice,
  keepRefundNotice,
  takeUpRefundNotices,
} from './money/refund-notices.ts';
export { type Refundable, lockPayment, paymentOf } from './money/refundable.ts';
export {
  type NewRefund,
  type OpenedRefund,
  insertRefund,
  promiseAgain,
  leftOf,
  openRefund,
  settleRefund,
} from './money/refunds.ts';
