import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

/** GET /api/runs/waiting-room?automationId=&stepId=&versionId=&cursor= (staff) -> page(PersonWaiting), who is due first at first. */
export const PersonWaiting = z
  .strictObject({
    runId: Id,
    who: z.string(),
    email: z.string(),
    simulated: z.boolean(),
    version: z.number().int(),
    visit: z.number().int(),
    state: z.enum(['running', 'waiting', 'blocked', 'held']),
    /** On the run's own clock, as is `until`; null: not by time alone. */
    since: Timestamp,
    until: Timestamp.nullable(),
    /** The learner's own zone: dates are said in it. */
    zone: z.string(),
    /** The learner's now, where their time runs faster than the wall's. */
    virtualNow: Timestamp.nullable(),
    because: z.array(z.string()),
  })
  .meta({ id: 'PersonWaiting' });
export type PersonWaiting = z.infer<typeof PersonWaiting>;

/** GET /api/runs/cohorts?automationId= (staff) -> Cohorts: versions of courses that open runs belong to. */
export const Cohorts = z
  .strictObject({
    items: z.array(
      z.strictObject({
        courseVersionId: Id,
        course: z.string(),
        number: z.number().int(),
        learners: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'Cohorts' });
export type Cohorts = z.infer<typeof Cohorts>;
