import { CreateSchema1764000000000 } from './1764000000000-create-schema.ts';
import { EffectVersions1764100000000 } from './1764100000000-effect-versions.ts';
import { ArchivedAutomations1764110000000 } from './1764110000000-archived-automations.ts';
import { PersonData1764161000000 } from './1764161000000-person-data.ts';
import { AutomationStarts1764200000000 } from './1764200000000-automation-starts.ts';
import { LateEffects1764210000000 } from './1764210000000-late-effects.ts';
import { HeldEffects1764220000000 } from './1764220000000-held-effects.ts';
import { Admissions1764371000000 } from './1764371000000-admissions.ts';
import { TimeZoneChanges1764372000000 } from './1764372000000-time-zone-changes.ts';
import { SweepAttempts1764410000000 } from './1764410000000-sweep-attempts.ts';
import { Registrations1764420000000 } from './1764420000000-registrations.ts';
import { RunMigrations1764420000000 } from './1764420000000-run-migrations.ts';
import { Segments1764472000000 } from './1764472000000-segments.ts';
import { BulkOperations1764480000000 } from './1764480000000-bulk-operations.ts';
import { ActivationMoments1764510000000 } from './1764510000000-activation-moments.ts';
import { DraftEdits1764510001000 } from './1764510001000-draft-edits.ts';
import { CourseVersionHeads1764510002000 } from './1764510002000-course-version-heads.ts';
import { ExpiryIndexes1764510003000 } from './1764510003000-expiry-indexes.ts';
import { Erasures1764510004000 } from './1764510004000-erasures.ts';
import { Notices1764530000000 } from './1764530000000-notices.ts';
import { OutsideCalls1764540000000 } from './1764540000000-outside-calls.ts';
import { HookDeliveries1764540001000 } from './1764540001000-hook-deliveries.ts';
import { Schedules1764540002000 } from './1764540002000-schedules.ts';
import { Money1764550000000 } from './1764550000000-money.ts';
import { RunNeighbours1764560000000 } from './1764560000000-run-neighbours.ts';
import { FlowTests1764570000000 } from './1764570000000-flow-tests.ts';
import { StatusLists1764641000000 } from './1764641000000-status-lists.ts';
import { ChangedGrades1764640000000 } from './1764640000000-changed-grades.ts';
import { CheaperTurns1764580000000 } from './1764580000000-cheaper-turns.ts';
import { NumberChecks1764580001000 } from './1764580001000-number-checks.ts';
import { CalledRuns1764590001000 } from './1764590001000-called-runs.ts';
import { LeanRuns1764592001000 } from './1764592001000-lean-runs.ts';
import { OneKeyIndex1764592002000 } from './1764592002000-one-key-index.ts';
import { NoticesOfPayments1764593001100 } from './1764593001100-notices-of-payments.ts';
import { RightsByGiver1764593001000 } from './1764593001000-rights-by-giver.ts';
import { ModuleClosings1764591001000 } from './1764591001000-module-closings.ts';
import { CredentialRevocations1764591001500 } from './1764591001500-credential-revocations.ts';
import { PersonsAsked1764591001700 } from './1764591001700-persons-asked.ts';
import { GeneratedTexts1764591001900 } from './1764591001900-generated-texts.ts';
import { ExtraAttempts1764596001000 } from './1764596001000-extra-attempts.ts';
import { CheckoutsOfSubscriptions1764597001000 } from './1764597001000-checkouts-of-subscriptions.ts';
import { EndedByStaff1764599001000 } from './1764599001000-ended-by-staff.ts';
import { ReturnedRefunds1764599002000 } from './1764599002000-returned-refunds.ts';
import { Tasks1764530001000 } from './1764530001000-tasks.ts';
import { EarlyNotices1764598001000 } from './1764598001000-early-notices.ts';
import { RightsBySubscription1764598002000 } from './1764598002000-rights-by-subscription.ts';
import { StoriesOfBefore1764599701000 } from './1764599701000-stories-of-before.ts';
import { ChainedAudit1764660000000 } from './1764660000000-chained-audit.ts';
import { SegmentsHearOfEnds1764650000000 } from './1764650000000-segments-hear-of-ends.ts';
import { RequestsOfHandIns1764670000000 } from './1764670000000-requests-of-hand-ins.ts';
import { SegmentsHearOfPeople1764671000000 } from './1764671000000-segments-hear-of-people.ts';

/** In order; listed by hand so that a bundle holds them. Never edited once released. */
export const migrations = [
  CreateSchema1764000000000,
  EffectVersions1764100000000,
  ArchivedAutomations1764110000000,
  PersonData1764161000000,
  AutomationStarts1764200000000,
  LateEffects1764210000000,
  HeldEffects1764220000000,
  Admissions1764371000000,
  TimeZoneChanges1764372000000,
  SweepAttempts1764410000000,
  Registrations1764420000000,
  RunMigrations1764420000000,
  Segments1764472000000,
  BulkOperations1764480000000,
  ActivationMoments1764510000000,
  DraftEdits1764510001000,
  CourseVersionHeads1764510002000,
  ExpiryIndexes1764510003000,
  Erasures1764510004000,
  Notices1764530000000,
  OutsideCalls1764540000000,
  HookDeliveries1764540001000,
  Schedules1764540002000,
  Money1764550000000,
  RunNeighbours1764560000000,
  FlowTests1764570000000,
  CheaperTurns1764580000000,
  NumberChecks1764580001000,
  CalledRuns1764590001000,
  Tasks1764530001000,
  LeanRuns1764592001000,
  OneKeyIndex1764592002000,
  RightsByGiver1764593001000,
  NoticesOfPayments1764593001100,
  ModuleClosings1764591001000,
  CredentialRevocations1764591001500,
  PersonsAsked1764591001700,
  GeneratedTexts1764591001900,
  ExtraAttempts1764596001000,
  CheckoutsOfSubscriptions1764597001000,
  EarlyNotices1764598001000,
  RightsBySubscription1764598002000,
  EndedByStaff1764599001000,
  ReturnedRefunds1764599002000,
  StoriesOfBefore1764599701000,
  ChangedGrades1764640000000,
  StatusLists1764641000000,
  SegmentsHearOfEnds1764650000000,
  ChainedAudit1764660000000,
  RequestsOfHandIns1764670000000,
  SegmentsHearOfPeople1764671000000,
];
