import type { EntityManager } from 'typeorm';
import type { AssessmentFact, Closing, Facts, ModuleFacts, MoneyFact } from '@gradus/flow';
import type { ModuleClosing } from '../entities/learning.ts';
import { PERSON_COLUMNS, type PersonColumns, personFactsOf } from '../people/person-facts.ts';
import type { RunClock } from '../running/run-clock.ts';
import { type Asks, type Prepared, asksOf } from '../statements/pipeline.ts';
import { type Outline, outlineOf } from './course-outline.ts';
import { LEARNER_STATES } from './enrollment-in.ts';
import { MONEY_TYPES } from './money-types.ts';

/** What a module's unlock row says now; null: it has none. */
export interface UnlockRow {
  state: 'projected' | 'released';
  unlock_at: string | null;
  expected_at: string | null;
  because: unknown[];
  closings: ModuleClosing[];
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
  revoked_at: Date | null;
  money: MoneyRows;
  course_version_id: string;
  extra_attempts: Record<string, string[]>;
  unlocks: Array<UnlockRow & { module: string }>;
  completions: Array<{ module: string; at: string }> | null;
  history: Array<SubmissionRow & { assessment: string }> | null;
}

interface SubmissionRow {
  submitted: string;
  attempt: number;
  /** All that were ever given, the first one first: what counted at an earlier moment is asked, too. */
  grades: Array<{ at: string; number: number; passed: boolean; percentage: number }> | null;
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
       c.issued_at, c.state AS credential_state, c.created_at AS credential_created, c.revoked_at,${PERSON_COLUMNS},
       ${moneyColumn('e.id')},
       e.course_version_id, e.extra_attempts,
       (SELECT COALESCE(json_agg(json_build_object('module', l.module_id, 'state', l.state, 'unlock_at', l.unlock_at,
                 'expected_at', l.expected_at, 'because', l.because, 'closings', l.closings)), '[]') FROM module_unlocks l WHERE l.enrollment_id = e.id) AS unlocks,
       (SELECT json_agg(json_build_object('module', l.module_id, 'at', lp.completed_at) ORDER BY lp.completed_at)
          FROM lesson_progress lp JOIN lessons l ON l.id = lp.lesson_id AND l.required WHERE lp.enrollment_id = e.id) AS completions,
       (SELECT json_agg(json_build_object('assessment', s.assessment_id, 'submitted', s.submitted_at, 'attempt', s.attempt,
                 'grades', (SELECT json_agg(json_build_object('at', g.graded_at, 'number', g.number, 'passed', g.passed,
                              'percentage', g.percentage) ORDER BY g.number) FROM grades g WHERE g.submission_id = s.id)) ORDER BY s.attempt)
          FROM submissions s WHERE s.enrollment_id = e.id) AS history
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
  const outline = await outlineOf(asks, row.course_version_id);
  const unlocks = unlocksOf(row);
  const modules = outline.map(({ id, key }) => [key, { id, unlock: unlocks.get(id) ?? null }] as const);
  return { facts: toFacts(row, outline, clock), modules: new Map(modules) };
}

/** The facts of many enrollments in one statement, to be put on the clock of whichever run asks; by enrollment. */
export async function readFactsOfMany(
  manager: EntityManager,
  enrollmentIds: readonly string[],
): Promise<Map<string, (clock: RunClock) => Facts>> {
  const rows = await manager.query<FactRow[]>(`${FACTS_OF_ALL} WHERE e.id = ANY($1::uuid[])`, [
    enrollmentIds,
  ]);
  const outlines = new Map<string, Outline>();
  for (const version of new Set(rows.map((row) => row.course_version_id)))
    outlines.set(version, await outlineOf(asksOf(manager), version));
  return new Map(
    rows.map((row) => [
      row.id,
      (clock: RunClock) => toFacts(row, outlines.get(row.course_version_id) ?? [], clock),
    ]),
  );
}

const unlocksOf = ({ unlocks }: FactRow) =>
  new Map(unlocks.map((unlock) => [unlock.module, unlock] as const));

function grouped<Row>(rows: readonly Row[], by: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return groups;
}

function toFacts(row: FactRow, outline: Outline, clock: RunClock): Facts {
  const at = (time: string | Date) => clock.toVirtual(new Date(time));
  const atOrNull = (time: string | Date | null) => (time === null ? null : at(time));
  const unlocks = unlocksOf(row);
  const completions = grouped(row.completions ?? [], ({ module }) => module);
  const history = grouped(row.history ?? [], ({ assessment }) => assessment);
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
      ...(row.revoked_at !== null && { revokedAt: at(row.revoked_at) }),
    },
    person: personFactsOf(row, at),
    ...moneyFactsOf(row.money, clock),
    modules: outline.map((module): ModuleFacts => {
      const unlock = unlocks.get(module.id);
      const handedIn = module.assessment_id === null ? undefined : history.get(module.assessment_id);
      return {
        key: module.key,
        position: module.position,
        title: module.title,
        phase: module.phase,
        ...openingOf(unlock ?? null, at),
        ...(unlock?.state === 'projected' && { opensAt: atOrNull(unlock.unlock_at ?? unlock.expected_at) }),
        requiredLessons: module.required_lessons,
        lessonCompletions: (completions.get(module.id) ?? []).map((done) => at(done.at)),
        assessment:
          module.max_attempts === null
            ? null
            : {
                maxAttempts: module.max_attempts,
                ...extraAttemptsOf(row, module.assessment_id, at),
                history: (handedIn ?? []).flatMap((entry) => toHistory(entry, at)),
              },
      };
    }),
  };
}

/** When a module opened first, and when it was closed again. */
function openingOf(
  unlock: UnlockRow | null,
  at: (time: string) => number,
): Pick<ModuleFacts, 'releasedAt' | 'closed'> {
  const opens = unlock?.state === 'released' && unlock.unlock_at !== null ? at(unlock.unlock_at) : null;
  const [first] = unlock?.closings ?? [];
  if (unlock === null || first === undefined) return { releasedAt: opens };
  const closed = unlock.closings.map((closing, index): Closing => {
    const next = unlock.closings[index + 1];
    return { from: at(closing.at), until: next === undefined ? opens : at(next.opened) };
  });
  return { releasedAt: at(first.opened), closed };
}

function extraAttemptsOf(
  { extra_attempts: extra }: FactRow,
  assessmentId: string | null,
  at: (time: string) => number,
): { extraAttempts?: number[] } {
  const allowed = assessmentId === null ? undefined : extra[assessmentId];
  return allowed === undefined ? {} : { extraAttempts: allowed.map(at) };
}

function toHistory(
  { submitted, attempt, grades }: SubmissionRow,
  at: (time: string) => number,
): AssessmentFact[] {
  const submittedAt = at(submitted);
  const given = (grades ?? []).map(({ number, passed, percentage, ...grade }): AssessmentFact => {
    const first: AssessmentFact = {
      kind: 'graded',
      at: at(grade.at),
      attempt,
      passed,
      percentage,
      submittedAt,
    };
    return number === 1 ? first : { ...first, changed: true };
  });
  return [{ kind: 'submitted', at: submittedAt, attempt }, ...given];
}
