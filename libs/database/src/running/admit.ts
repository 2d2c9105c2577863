import type { EntityManager } from 'typeorm';
import type { Definition } from '@gradus/flow';
import { type Occasion, entryKeyOf } from './entry-key.ts';
import { lockEntries } from './lock-entries.ts';
import { type Subject, readSubjectFacts } from './person-facts.ts';
import type { Plans } from './plans.ts';
import { RunClock } from './run-clock.ts';
import { type NewRun, startRun, writeEndedRun } from './start-run.ts';

export type { Occasion } from './entry-key.ts';

/** An automation somebody may enter, in its live version. */
export interface EnteredAutomation {
  id: string;
  organizationId: string;
  use: 'journey' | 'campaign';
  versionId: string;
  definition: Definition;
}

/**
 * Whether somebody came in. `inside`: a run of theirs is still open; `entered-before`: the entry rule lets them in no more;
 * `suppressed`: they are inside another automation that keeps them out of this one.
 */
export type Admission =
  { runId: string } | { runId: null; because: 'inside' | 'entered-before' | 'suppressed' };

/**
 * Lets a person into an automation, if its entry rule and its suppression allow, in the caller's transaction. The rule is
 * a unique index, so that asking twice starts one run; suppression is looked up under a lock that every entry of the person
 * takes, so that two automations that exclude each other cannot both let them in.
 *
 * @throws ConditionFailedError when the key of a keyed entry cannot be worked out
 */
export function admit(
  manager: EntityManager,
  plans: Plans,
  automation: EnteredAutomation,
  subject: Subject,
  occasion: Occasion,
): Promise<Admission> {
  return enter(manager, automation, subject, occasion, (run) => startRun(manager, plans, run));
}

/**
 * Notes that a person is done with an automation without having gone through it: a run that has ended before it began. The
 * entry rules see it as they see any other.
 *
 * @throws ConditionFailedError as `admit`
 */
export function markEntered(
  manager: EntityManager,
  automation: EnteredAutomation,
  subject: Subject,
  occasion: Occasion,
): Promise<Admission> {
  return enter(manager, automation, subject, occasion, (run) => writeEndedRun(manager, run));
}

async function enter(
  manager: EntityManager,
  automation: EnteredAutomation,
  subject: Subject,
  occasion: Occasion,
  write: (run: NewRun) => Promise<string | null>,
): Promise<Admission> {
  await lockEntries(manager, subject);
  const { entry, settings } = automation.definition;
  if (await isSuppressed(manager, subject, settings.suppressWhile ?? []))
    return { runId: null, because: 'suppressed' };
  const timing = await clockOf(manager, subject, occasion);
  const entryKey = await entryKeyOf({
    use: automation.use,
    entry,
    subject,
    occasion,
    async facts() {
      const clock = new RunClock(timing.clockOrigin, timing.speed);
      const at = clock.toVirtual(occasion.at);
      return { facts: await readSubjectFacts(manager, subject, clock, at), at };
    },
  });
  const runId = await write({
    ...timing,
    organizationId: automation.organizationId,
    automationId: automation.id,
    versionId: automation.versionId,
    userId: subject.userId,
    enrollmentId: subject.enrollmentId,
    entryKey,
    entryRule: entry.rule,
    startedAt: occasion.at,
    vars: occasion.data,
  });
  return runId === null ? refusal(manager, automation, subject) : { runId };
}

async function isSuppressed(
  manager: EntityManager,
  { organizationId, userId }: Subject,
  automations: string[],
): Promise<boolean> {
  if (automations.length === 0) return false;
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM runs WHERE organization_id = $1 AND user_id = $2 AND automation_id = ANY($3) AND finished_at IS NULL
      LIMIT 1`,
    [organizationId, userId, automations],
  );
  return rows.length > 0;
}

/** A run of an enrollment goes by that enrollment's clock, any other by the clock on the wall. */
async function clockOf(
  manager: EntityManager,
  subject: Subject,
  occasion: Occasion,
): Promise<{ clockOrigin: Date; speed: number; simulated: boolean }> {
  const [row] = subject.enrollmentId
    ? await manager.query<Array<{ enrolled_at: Date; speed: number; simulated: boolean }>>(
        'SELECT enrolled_at, speed, simulated FROM enrollments WHERE id = $1 AND organization_id = $2',
        [subject.enrollmentId, subject.organizationId],
      )
    : await manager.query<Array<{ enrolled_at: Date; speed: number; simulated: boolean }>>(
        `SELECT $2::timestamptz AS enrolled_at, 1::double precision AS speed, simulated FROM users WHERE id = $1`,
        [subject.userId, occasion.at],
      );
  if (!row) throw new Error('Nobody can enter who is not there.');
  return { clockOrigin: row.enrolled_at, speed: row.speed, simulated: row.simulated };
}

async function refusal(
  manager: EntityManager,
  automation: EnteredAutomation,
  { userId }: Subject,
): Promise<Admission> {
  const rows = await manager.query<unknown[]>(
    'SELECT 1 FROM runs WHERE automation_id = $1 AND user_id = $2 AND finished_at IS NULL LIMIT 1',
    [automation.id, userId],
  );
  return { runId: null, because: rows.length > 0 ? 'inside' : 'entered-before' };
}
