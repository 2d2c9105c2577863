import type { EntityManager } from 'typeorm';
import type { AssessmentFact, Facts, ModuleFacts, MoneyFact } from '@gradus/flow';
import { PERSON_COLUMNS, type PersonColumns, personFactsOf } from '../people/person-facts.ts';
import type { RunClock } from '../running/run-clock.ts';
import { type Asks, type Prepared, asksOf } from '../statements/pipeline.ts';
import { LEARNER_STATES } from './enrollment-in.ts';
import { MONEY_TYPES } from './money-types.ts';

/** What a module's unlock row says now; null: it has none. */
export interface UnlockRow {
  state: 'projected' | 'released';
  unlock_at: string | null;
  expected_at: string | null;
  because: unknown[];
}

/** An enrollment's facts, and beside them the rows that a turn may have to change. */
export interface Standing {
  facts: Facts;
  /** By module key, in the course version of the enrollment. */
  modules: Map<string, { id: string; unlock: UnlockRow | null }>;
}

interface FactRow extends PersonColumns {
  id: string;
  user_id: string;
  learner_zone: string;
  zone_changes: ZoneChangeRow[] | null;
  school_zone: string;
  enrolled_at: Date;
  activated_at: Date | null;
  completed_at: Date | null;
  issued_at: Date | null;
  credential_state: string | null;
  credential_created: Date | null;
  money: MoneyRows;
  modules: Array<{
    id: string;
    key: string;
    position: number;
    title: string;
    phase: string;
    unlock: UnlockRow | null;
    required_lessons: number;
    completions: string[] | null;
    max_attempts: number | null;
    history: Array<{
      submitted: string;
      attempt: number;
      graded: string | null;
      passed: boolean;
      percentage: number;
    }> | null;
  }>;
}

/** What happened to payments and access of the person `u` in school `o` (and of the enrollment, where one is named). */
export const moneyColumn = (
  enrollment: string | null,
) => `(SELECT jsonb_agg(jsonb_build_object('type', d.type, 'at', d.occurred_at, 'data', d.data) ORDER BY d.occurred_at, d.seq)
          FROM domain_events d WHERE d.organization_id = o.id AND d.user_id = u.id
           AND d.type IN ${MONEY_TYPES}
           ${enrollment === null ? '' : `AND (d.enrollment_id = ${enrollment} OR d.enrollment_id IS NULL)`}) AS money`;

/** What {@link moneyColumn} answers. */
export type MoneyRows = Array<{ type: MoneyFact['type']; at: string; data: MoneyFact['data'] }> | null;

/** The same on a run's own clock. */
export function moneyFactsOf(rows: MoneyRows, clock: RunClock): Pick<Facts, 'money'> {
  if (rows === null) return {};
  return { money: rows.map(({ type, at, data }) => ({ type, at: clock.toVirtual(new Date(at)), data })) };
}

/** A person's moves, as a column of their own row (alias `u`). */
export const ZONE_CHANGES = `(SELECT jsonb_agg(jsonb_build_object('at', z.at, 'from', z.from_zone) ORDER BY z.at)
          FROM time_zone_changes z WHERE z.user_id = u.id) AS zone_changes`;

export interface ZoneChangeRow {
  at: string;
  from: string;
}

/** The moves on a run's own clock. */
export function zoneChangesOf(rows: ZoneChangeRow[] | null, clock: RunClock): Pick<Facts, 'zoneChanges'> {
  if (rows === null) return {};
  return { zoneChanges: rows.map(({ at, from }) => ({ at: clock.toVirtual(new Date(at)), from })) };
}

/** A place that was given by a process of before has no moment of its own: it was given when its learner was enrolled. */
const ACTIVATED_AT = `CASE WHEN e.state IN ${LEARNER_STATES} THEN COALESCE(e.activated_at, e.enrolled_at)
       ELSE e.activated_at END AS activated_at`;

/** Everything the engine may know about an enrollment, as dated facts. */
const FACTS_OF_ALL = `
SELECT e.id, e.user_id, u.time_zone AS learner_zone, ${ZONE_CHANGES}, o.time_zone AS school_zone, e.enrolled_at, ${ACTIVATED_AT}, e.completed_at,
       c.issued_at, c.state AS credential_state, c.created_at AS credential_created,${PERSON_COLUMNS},
       ${moneyColumn('e.id')},
       (SELECT COALESCE(jsonb_agg(m ORDER BY m.position), '[]') FROM (
          SELECT m.id, m.key, m.position, m.title, p.key AS phase,
                 (SELECT to_jsonb(mu) FROM (SELECT u.state, u.unlock_at, u.expected_at, u.because FROM module_unlocks u
                   WHERE u.enrollment_id = e.id AND u.module_id = m.id) mu) AS unlock,
                 (SELECT count(*)::int FROM lessons l WHERE l.module_id = m.id AND l.required) AS required_lessons,
                 (SELECT jsonb_agg(lp.completed_at ORDER BY lp.completed_at) FROM lesson_progress lp
                    JOIN lessons l ON l.id = lp.lesson_id AND l.required
                   WHERE lp.enrollment_id = e.id AND l.module_id = m.id) AS completions,
                 a.max_attempts,
                 (SELECT jsonb_agg(jsonb_build_object('submitted', s.submitted_at, 'attempt', s.attempt,
                           'graded', g.graded_at, 'passed', g.passed, 'percentage', g.percentage) ORDER BY s.attempt)
                    FROM submissions s LEFT JOIN grades g ON g.submission_id = s.id
                   WHERE s.enrollment_id = e.id AND s.assessment_id = a.id) AS history
            FROM modules m JOIN phases p ON p.id = m.phase_id
            LEFT JOIN assessments a ON a.module_id = m.id AND a.required
           WHERE m.course_version_id = e.course_version_id) m) AS modules
  FROM enrollments e
  JOIN users u ON u.id = e.user_id
  JOIN organizations o ON o.id = e.organization_id
  LEFT JOIN credentials c ON c.enrollment_id = e.id`;

const FACTS: Prepared = { name: 'enrollment-facts', text: `${FACTS_OF_ALL}\n WHERE e.id = $1` };

/** Reads an enrollment's facts on the run's own clock. @throws when there is no such enrollment. */
export async function readFacts(
  manager: EntityManager,
  enrollmentId: string,
  clock: RunClock,
): Promise<Facts> {
  return (await readStanding(asksOf(manager), enrollmentId, clock)).facts;
}

/** The same with the unlock rows, for who is about to write them. @throws when there is no such enrollment. */
export async function readStanding(asks: Asks, enrollmentId: string, clock: RunClock): Promise<Standing> {
  const [row] = await asks.ask<FactRow>(FACTS, [enrollmentId]);
  if (!row) throw new Error(`No enrollment ${enrollmentId}.`);
  const modules = row.modules.map(({ id, key, unlock }) => [key, { id, unlock }] as const);
  return { facts: toFacts(row, clock), modules: new Map(modules) };
}

/** The facts of many enrollments in one statement, to be put on the clock of whichever run asks; by enrollment. */
export async function readFactsOfMany(
  manager: EntityManager,
  enrollmentIds: readonly string[],
): Promise<Map<string, (clock: RunClock) => Facts>> {
  const rows = await manager.query<FactRow[]>(`${FACTS_OF_ALL} WHERE e.id = ANY($1::uuid[])`, [
    enrollmentIds,
  ]);
  return new Map(rows.map((row) => [row.id, (clock: RunClock) => toFacts(row, clock)]));
}

function toFacts(row: FactRow, clock: RunClock): Facts {
  const at = (time: string | Date) => clock.toVirtual(new Date(time));
  const atOrNull = (time: string | Date | null) => (time === null ? null : at(time));
  return {
    personId: row.user_id,
    learnerZone: row.learner_zone,
    ...zoneChangesOf(row.zone_changes, clock),
    schoolZone: row.school_zone,
    enrolledAt: at(row.enrolled_at),
    activatedAt: atOrNull(row.activated_at),
    completedAt: atOrNull(row.completed_at),
    credential: {
      issuedAt: atOrNull(row.issued_at),
      failedAt: row.credential_state === 'failed' ? atOrNull(row.credential_created) : null,
    },
    person: personFactsOf(row, at),
    ...moneyFactsOf(row.money, clock),
    modules: row.modules.map((module): ModuleFacts => ({
      key: module.key,
      position: module.position,
      title: module.title,
      phase: module.phase,
      releasedAt: module.unlock?.state === 'released' ? atOrNull(module.unlock.unlock_at) : null,
      ...(module.unlock?.state === 'projected' && {
        opensAt: atOrNull(module.unlock.unlock_at ?? module.unlock.expected_at),
      }),
      requiredLessons: module.required_lessons,
      lessonCompletions: (module.completions ?? []).map(at),
      assessment:
        module.max_attempts === null
          ? null
          : {
              maxAttempts: module.max_attempts,
              history: (module.history ?? []).flatMap((entry) => toHistory(entry, at)),
            },
    })),
  };
}

function toHistory(
  entry: NonNullable<FactRow['modules'][number]['history']>[number],
  at: (time: string) => number,
): AssessmentFact[] {
  const submitted: AssessmentFact = { kind: 'submitted', at: at(entry.submitted), attempt: entry.attempt };
  if (entry.graded === null) return [submitted];
  return [
    submitted,
    {
      kind: 'graded',
      at: at(entry.graded),
      attempt: entry.attempt,
      passed: entry.passed,
      percentage: Number(entry.percentage),
      submittedAt: submitted.at,
    },
  ];
}
