import type { Definition } from '@gradus/flow';
import type pg from 'pg';

export interface VisitRow {
  stepId: string;
  visit: number;
  state: string;
  port: string | null;
  /** The run's own time. */
  enteredAt: number;
  leftAt: number | null;
}

export interface SubmissionRow {
  id: string;
  state: string;
  moduleKey: string;
  grades: number;
  passed: boolean;
  gradedAt: number | null;
}

/** All that the database says about one learner of the crowd, and that the count is made from. */
export interface LearnerStory {
  userId: string;
  email: string;
  zone: string;
  enrollmentId: string | null;
  enrollmentState: string | null;
  orderId: string | null;
  runs: number;
  runId: string | null;
  outcome: string | null;
  finished: boolean;
  origin: number;
  speed: number;
  definition: Definition;
  visits: VisitRow[];
  releases: Array<{ module: string; realAt: number }>;
  unlocks: Array<{ module: string; state: string; unlockAt: number | null }>;
  /** Mails as they were queued. */
  queued: Array<{ stepId: string; realAt: number }>;
  lessons: Array<{ lessonId: string; moduleKey: string; completedAt: number }>;
  submissions: SubmissionRow[];
  credentials: Array<{ state: string; signed: boolean; issuedAt: number | null }>;
  /** What our rows say was paid, and given back of it. */
  books: Array<{ key: string; paymentIntent: string | null; amountMinor: number; refundedMinor: number }>;
}

const ms = (expression: string) => `(EXTRACT(EPOCH FROM ${expression}) * 1000)::double precision`;

const STORIES = `
SELECT u.id AS "userId", u.email, u.time_zone AS zone, e.id AS "enrollmentId", e.state AS "enrollmentState",
       o.id AS "orderId", (SELECT count(*)::int FROM runs r2 WHERE r2.enrollment_id = e.id) AS runs, r.id AS "runId",
       r.outcome, r.finished_at IS NOT NULL AS finished, ${ms('r.clock_origin')} AS origin, r.speed, v.definition,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('stepId', s.step_id, 'visit', s.visit, 'state', s.state, 'port', s.port,
                'enteredAt', ${ms('s.entered_at')}, 'leftAt', ${ms('s.left_at')}))
          FROM step_runs s WHERE s.run_id = r.id), '[]') AS visits,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('module', x.data->>'module', 'realAt', ${ms('x.real_at')}))
          FROM run_events x WHERE x.run_id = r.id AND x.type = 'released'), '[]') AS releases,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('module', m.key, 'state', k.state, 'unlockAt', ${ms('k.unlock_at')}))
          FROM module_unlocks k JOIN modules m ON m.id = k.module_id WHERE k.enrollment_id = e.id), '[]') AS unlocks,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('stepId', x.step_id, 'realAt', ${ms('x.real_at')}))
          FROM run_events x WHERE x.run_id = r.id AND x.type = 'message'), '[]') AS queued,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('lessonId', l.id, 'moduleKey', m.key, 'completedAt', ${ms('p.completed_at')}))
          FROM lesson_progress p JOIN lessons l ON l.id = p.lesson_id JOIN modules m ON m.id = l.module_id
         WHERE p.enrollment_id = e.id), '[]') AS lessons,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'state', b.state, 'moduleKey', m.key, 'grades', g.n,
                'passed', COALESCE(g.passed, false), 'gradedAt', g.at))
          FROM submissions b JOIN assessments a ON a.id = b.assessment_id JOIN modules m ON m.id = a.module_id
         CROSS JOIN LATERAL (SELECT count(*)::int AS n, bool_or(gr.passed) AS passed, min(${ms('gr.graded_at')}) AS at
                               FROM grades gr WHERE gr.submission_id = b.id AND gr.replaced_at IS NULL) g
         WHERE b.enrollment_id = e.id), '[]') AS submissions,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('state', c.state, 'signed', c.document IS NOT NULL,
                'issuedAt', ${ms('c.issued_at')})) FROM credentials c WHERE c.enrollment_id = e.id), '[]') AS credentials,
       COALESCE((SELECT jsonb_agg(to_jsonb(b)) FROM (
         SELECT p.id::text AS key, p.payment_intent AS "paymentIntent", (p.amount * 100)::int AS "amountMinor",
                p.refunded_minor AS "refundedMinor"
           FROM orders p WHERE p.enrollment_id = e.id AND p.state IN ('paid', 'refunded')
         UNION ALL
         SELECT c.key, c.payment_intent, c.amount_minor, c.refunded_minor
           FROM charges c WHERE c.enrollment_id = e.id AND c.state = 'paid') b), '[]') AS books
  FROM users u
  LEFT JOIN enrollments e ON e.user_id = u.id
  LEFT JOIN orders o ON o.enrollment_id = e.id
  LEFT JOIN LATERAL (SELECT * FROM runs r1 WHERE r1.enrollment_id = e.id ORDER BY r1.started_at LIMIT 1) r ON true
  LEFT JOIN automation_versions v ON v.id = r.version_id
 WHERE u.id = ANY($1::uuid[])`;

/** Reads the stories of these learners. */
export async function readStories(db: pg.Pool, userIds: readonly string[]): Promise<LearnerStory[]> {
  const { rows } = await db.query<LearnerStory>(STORIES, [userIds]);
  return rows;
}

/** What a course asks for, by module. */
export interface CourseNeeds {
  /** Keys in order. */
  modules: string[];
  /** Required lessons, by module key. */
  lessons: Map<string, string[]>;
  /** Modules with a required assessment. */
  assessed: Set<string>;
  /** Module keys by phase key. */
  phases: Map<string, string[]>;
}

/** Reads what the published version of a course asks for. */
export async function readNeeds(db: pg.Pool, courseKey: string): Promise<CourseNeeds> {
  const { rows } = await db.query<{ key: string; phase: string; lessons: string[]; assessed: boolean }>(
    `SELECT m.key, p.key AS phase, EXISTS (SELECT 1 FROM assessments a WHERE a.module_id = m.id AND a.required) AS assessed,
            ARRAY(SELECT l.id::text FROM lessons l WHERE l.module_id = m.id AND l.required) AS lessons
       FROM courses c JOIN modules m ON m.course_version_id = c.published_version_id JOIN phases p ON p.id = m.phase_id
      WHERE c.key = $1 ORDER BY m.position`,
    [courseKey],
  );
  const phases = new Map<string, string[]>();
  for (const { key, phase } of rows) phases.set(phase, [...(phases.get(phase) ?? []), key]);
  return {
    modules: rows.map(({ key }) => key),
    lessons: new Map(rows.map(({ key, lessons }) => [key, lessons])),
    assessed: new Set(rows.filter(({ assessed }) => assessed).map(({ key }) => key)),
    phases,
  };
}
