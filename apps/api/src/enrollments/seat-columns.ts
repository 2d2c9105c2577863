/** The latest run through the course's journey of the enrollment `e`, in SQL: its id. */
export const JOURNEY_RUN = `(SELECT r.id FROM runs r JOIN automations a ON a.id = r.automation_id AND a.use = 'journey'
  WHERE r.enrollment_id = e.id ORDER BY r.started_at DESC LIMIT 1)`;

/** The certificate of the enrollment `e`, in SQL: as the API answers it. */
export const CERTIFICATE = `(SELECT jsonb_build_object('id', k.id, 'state', k.state) FROM credentials k WHERE k.enrollment_id = e.id)`;
