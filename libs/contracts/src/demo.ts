import type { Role } from './primitives.ts';

/** The password of every demo sign-in: public on purpose, so production refuses the demo. */
export const DEMO_PASSWORD = 'gradus-demo';

/** Who `npm start` seeds, and whom the sign-in page then offers. */
export const DEMO_PEOPLE: ReadonlyArray<{ email: string; name: string; role: Role; timeZone: string }> = [
  {
    email: 'instructor@gradus.local',
    name: 'Ines Instructor',
    role: 'instructor',
    timeZone: 'Europe/Berlin',
  },
  { email: 'learner@gradus.local', name: 'Lena Learner', role: 'learner', timeZone: 'Europe/Berlin' },
  { email: 'ops@gradus.local', name: 'Omar Ops', role: 'ops', timeZone: 'Europe/Berlin' },
  { email: 'admin@gradus.local', name: 'Ada Admin', role: 'admin', timeZone: 'Europe/Berlin' },
];
