/** All dates at once, as whoever enrols sees them. $1 run. */
export const firstUnlocks = `
INSERT INTO module_unlocks (organization_id, enrollment_id, module_id, state, unlock_at)
SELECT r.organization_id, r.enrollment_id, m.id, 'projected',
       r.clock_origin + make_interval(secs => 604800.0 * (m.position - p.first) / r.speed)
  FROM runs r JOIN enrollments e ON e.id = r.enrollment_id JOIN modules m ON m.course_version_id = e.course_version_id
 CROSS JOIN LATERAL (SELECT min(position) AS first FROM modules x WHERE x.course_version_id = e.course_version_id) p
 WHERE r.id = $1 ON CONFLICT (enrollment_id, module_id) DO NOTHING`;

const release = `
UPDATE module_unlocks u SET state = 'released'
  FROM runs r JOIN enrollments e ON e.id = r.enrollment_id
 WHERE r.id = $1 AND u.enrollment_id = e.id AND u.module_id =
       (SELECT id FROM modules m WHERE m.course_version_id = e.course_version_id ORDER BY m.position OFFSET $2::int - 1 LIMIT 1)`;

const mail = `
INSERT INTO messages (organization_id, user_id, run_id, version_id, step_id, visit, key, category, purpose, subject, simulated)
SELECT organization_id, user_id, id, version_id, 'week-' || $2::int || '-mail', 1, id || ':week-' || $2::int || '-mail:1',
       'transactional', 'step', 'Week ' || $2::int || ' is open: {{module.title}}', true
  FROM runs WHERE id = $1 ON CONFLICT (organization_id, key) DO NOTHING`;

const visits = `
INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, port, left_because, entered_at, left_at)
SELECT organization_id, id, version_id, 'week-' || $2::int || s.suffix, 1, 'left', 'next', 'time', clock_timestamp(), clock_timestamp()
  FROM runs, (VALUES ('-open'), ('-mail')) AS s(suffix) WHERE id = $1`;

const story = `
INSERT INTO run_turns (organization_id, run_id, seq, events)
SELECT r.organization_id, r.id, r.event_seq + 4, json_build_array((EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint,
         json_build_array('released', 'week-' || $2::int || '-open', 0, json_build_object('module', 'module')),
         json_build_array('left', 'week-' || $2::int || '-open'), json_build_array('message', 'week-' || $2::int || '-mail'),
         json_build_array('passed', 'week-' || $2::int || '-mail'))
  FROM runs r WHERE r.id = $1`;

const place = `
UPDATE runs SET event_seq = event_seq + 4, condition = 'waiting', attended_at = clock_timestamp(),
       wake_at = clock_origin + make_interval(secs => 604800.0 * $2::int / speed),
       state = jsonb_set(state, '{vars}', jsonb_build_object('week', $2::int))
 WHERE id = $1`;

/** A week's statements, each with $1 run and $2 week. */
export const WEEK = [release, mail, visits, story, place];

/** The certificate's statements, each with $1 run. */
export const storeCredential = {
  begin: `
    WITH made AS (
      INSERT INTO credentials AS c (organization_id, enrollment_id, user_id, state, recipient_name, simulated)
      SELECT r.organization_id, r.enrollment_id, r.user_id, 'issuing', u.name, true
        FROM runs r JOIN users u ON u.id = r.user_id WHERE r.id = $1
      ON CONFLICT (enrollment_id) DO UPDATE SET state = c.state RETURNING id, user_id, organization_id, enrollment_id)
    SELECT made.id AS credential_id, u.name, u.email, o.name AS school, k.key AS course_key, k.credential AS achievement
      FROM made JOIN users u ON u.id = made.user_id JOIN organizations o ON o.id = made.organization_id
      JOIN enrollments e ON e.id = made.enrollment_id JOIN courses k ON k.id = e.course_id`,
  document: `
    UPDATE credentials c SET state = 'issued', document = $2, issued_at = clock_timestamp()
      FROM runs r WHERE r.id = $1 AND c.enrollment_id = r.enrollment_id AND c.state = 'issuing'`,
  completed: `
    UPDATE enrollments e SET state = 'completed', completed_at = clock_timestamp(), progress_percentage = 100
      FROM runs r WHERE r.id = $1 AND e.id = r.enrollment_id`,
  events: `
    INSERT INTO domain_events (organization_id, type, key, user_id, enrollment_id, data)
    SELECT r.organization_id, t.type, t.type || ':' || r.enrollment_id, r.user_id, r.enrollment_id, '{}'
      FROM runs r, (VALUES ('credential.issued'), ('enrollment.completed')) AS t(type) WHERE r.id = $1
    ON CONFLICT DO NOTHING`,
};

/** The end's statements, each with $1 run. */
export const finishRun = [
  `INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, port, left_because, entered_at, left_at)
   SELECT organization_id, id, version_id, s.step, 1, 'left', 'next', 'effect', clock_timestamp(), clock_timestamp()
     FROM runs, (VALUES ('certificate'), ('completed')) AS s(step) WHERE id = $1`,
  `INSERT INTO run_turns (organization_id, run_id, seq, events)
   SELECT organization_id, id, event_seq + 1, json_build_array((EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint,
            json_build_array('finished', NULL, 0, json_build_object('outcome', 'completed'))) FROM runs WHERE id = $1`,
  `UPDATE runs SET event_seq = event_seq + 1, condition = 'finished', outcome = 'completed', wake_at = NULL,
          finished_at = clock_timestamp() WHERE id = $1`,
];
