import type { Audience, AudienceCondition } from '@gradus/contracts';
import { LEARNER_STATES } from '../learning/enrollment-in.ts';

/** Collects the parameters of a statement; every value goes through here and none into the text. */
export class Parameters {
  readonly values: unknown[];

  constructor(values: unknown[] = []) {
    this.values = [...values];
  }

  /** The placeholder of a value, with the type that PostgreSQL is to take it for. */
  add(value: unknown, type: 'uuid' | 'text' | 'text[]' | 'double precision' | 'integer' | 'jsonb'): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

type About = AudienceCondition['about'];
type ConditionOf<A extends About> = Extract<AudienceCondition, { about: A }>;
type ToSql<A extends About> = (condition: ConditionOf<A>, parameters: Parameters) => string;

/** The enrollments of the person `p`, in one course or in any. A learner at speed lives by their own clock. */
function seats(course: string | null, parameters: Parameters, and: string): string {
  const which = course === null ? '' : ` AND e.course_id = ${parameters.add(course, 'uuid')}`;
  return `EXISTS (SELECT 1 FROM enrollments e
    WHERE e.organization_id = p.organization_id AND e.user_id = p.user_id${which} AND (${and}))`;
}

const PARTAKING = `e.state IN ${LEARNER_STATES}`;
const daysSince = (moment: string) => `EXTRACT(EPOCH FROM clock_timestamp() - ${moment}) / 86400.0 * e.speed`;
const COMPARED = { atLeast: '>=', atMost: '<=', within: '<=', before: '>=' } as const;

const LAST_DEED = `GREATEST(
    (SELECT max(lp.completed_at) FROM lesson_progress lp WHERE lp.enrollment_id = e.id),
    (SELECT max(s.submitted_at) FROM submissions s WHERE s.enrollment_id = e.id))`;

const OPEN = `m.unlock_at <= clock_timestamp() AND NOT m.hold`;
const MODULE_DONE = `NOT EXISTS (SELECT 1 FROM lessons l WHERE l.module_id = mo.id AND l.required
      AND NOT EXISTS (SELECT 1 FROM lesson_progress lp WHERE lp.lesson_id = l.id AND lp.enrollment_id = e.id))
    AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.module_id = mo.id AND a.required
      AND NOT EXISTS (SELECT 1 FROM submissions s JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL AND g.passed
                       WHERE s.assessment_id = a.id AND s.enrollment_id = e.id))`;

const WORK = {
  handedIn: '',
  graded: ' JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL',
  passed: ' JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL AND g.passed',
} as const;

const TO_SQL = {
  enrollment: ({ course, states }, parameters) =>
    seats(course, parameters, `e.state = ANY(${parameters.add(states, 'text[]')})`),
  daysEnrolled: ({ course, compare, days }, parameters) =>
    seats(
      course,
      parameters,
      `${PARTAKING} AND ${daysSince('e.enrolled_at')} ${COMPARED[compare]} ${parameters.add(days, 'integer')}`,
    ),
  progress: ({ course, compare, percent }, parameters) =>
    seats(
      course,
      parameters,
      `${PARTAKING} AND e.progress_percentage ${COMPARED[compare]} ${parameters.add(percent, 'double precision')}`,
    ),
  module: ({ course, module, is }, parameters) => {
    const key = parameters.add(module, 'text');
    const state =
      is === 'open'
        ? `EXISTS (SELECT 1 FROM module_unlocks m WHERE m.enrollment_id = e.id AND m.module_id = mo.id AND ${OPEN})`
        : MODULE_DONE;
    return seats(
      course,
      parameters,
      `${PARTAKING} AND EXISTS (SELECT 1 FROM modules mo
         WHERE mo.course_version_id = e.course_version_id AND mo.key = ${key} AND ${state})`,
    );
  },
  work: ({ course, module, is }, parameters) => {
    const key = parameters.add(module, 'text');
    return seats(
      course,
      parameters,
      `EXISTS (SELECT 1 FROM modules mo JOIN assessments a ON a.module_id = mo.id
                 JOIN submissions s ON s.assessment_id = a.id AND s.enrollment_id = e.id${WORK[is]}
                WHERE mo.course_version_id = e.course_version_id AND mo.key = ${key})`,
    );
  },
  lastActive: ({ course, compare, days }, parameters) =>
    seats(
      course,
      parameters,
      `${daysSince(LAST_DEED)} ${COMPARED[compare]} ${parameters.add(days, 'integer')}`,
    ),
  certificate: ({ course }, parameters) =>
    seats(
      course,
      parameters,
      `EXISTS (SELECT 1 FROM credentials c WHERE c.enrollment_id = e.id AND c.state = 'issued')`,
    ),
  // The last one is how payment stands: whoever was refunded and bought again is no longer refunded.
  order: ({ course, states }, parameters) =>
    seats(
      course,
      parameters,
      `(SELECT o.state FROM orders o WHERE o.enrollment_id = e.id ORDER BY o.created_at DESC, o.id DESC LIMIT 1)
        = ANY(${parameters.add(states, 'text[]')})`,
    ),
  inside: ({ automation }, parameters) =>
    `EXISTS (SELECT 1 FROM runs r WHERE r.organization_id = p.organization_id AND r.user_id = p.user_id
        AND r.automation_id = ${parameters.add(automation, 'uuid')} AND r.finished_at IS NULL)`,
  tag: ({ tag }, parameters) =>
    `EXISTS (SELECT 1 FROM person_tags t WHERE t.organization_id = p.organization_id AND t.user_id = p.user_id
        AND t.removed_at IS NULL AND t.tag = ${parameters.add(tag, 'text')})`,
  field: ({ field, is }, parameters) =>
    `(SELECT f.value FROM person_fields f WHERE f.organization_id = p.organization_id AND f.user_id = p.user_id
         AND f.field = ${parameters.add(field, 'text')} ORDER BY f.set_at DESC, f.created_at DESC LIMIT 1)
      = ${parameters.add(JSON.stringify(is), 'jsonb')}`,
  role: ({ roles }, parameters) => `p.role = ANY(${parameters.add(roles, 'text[]')})`,
  marketing: () => 'p.marketing_refused_at IS NULL',
  joined: ({ compare, days }, parameters) =>
    `EXTRACT(EPOCH FROM clock_timestamp() - p.created_at) / 86400.0 ${COMPARED[compare]} ${parameters.add(days, 'integer')}`,
  simulated: () => 'EXISTS (SELECT 1 FROM users u WHERE u.id = p.user_id AND u.simulated)',
} satisfies { [A in About]: ToSql<A> };

function conditionSql(condition: AudienceCondition, parameters: Parameters): string {
  const toSql = TO_SQL[condition.about] as ToSql<About>;
  // What cannot be said (no deed to count days from) is not so; "not" makes it so.
  const sql = `COALESCE((${toSql(condition, parameters)}), false)`;
  return condition.not === true ? `NOT ${sql}` : sql;
}

/**
 * The audience as a condition over `p`, a row of `memberships`. An empty group of "all" takes in everybody, one of "any"
 * nobody, as in logic; who was erased is in none.
 */
export function audienceSql(audience: Audience, parameters: Parameters): string {
  return `${groupSql(audience, parameters)} AND NOT EXISTS (SELECT 1 FROM erasures x WHERE x.user_id = p.user_id)`;
}

function groupSql(audience: Audience, parameters: Parameters): string {
  const parts = audience.conditions.map((one) =>
    'match' in one ? groupSql(one, parameters) : conditionSql(one, parameters),
  );
  if (parts.length === 0) return audience.match === 'all' ? 'true' : 'false';
  return `(${parts.join(audience.match === 'all' ? ' AND ' : ' OR ')})`;
}
