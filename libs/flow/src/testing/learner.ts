import type { Facts, ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { CATALOGUE } from './drawings.ts';

/** Monday 3 March 2025, 09:00 in Berlin: no change of clocks for four weeks. */
export const ENROLLED: Instant = Date.parse('2025-03-03T08:00:00Z');

/** A learner in Berlin who has done nothing yet, at a school in New York. */
export function newcomer(change: Partial<Facts> = {}): Facts {
  return {
    personId: 'ada',
    learnerZone: 'Europe/Berlin',
    schoolZone: 'America/New_York',
    enrolledAt: ENROLLED,
    completedAt: null,
    modules: CATALOGUE.modules.map((module) => ({
      key: module.key,
      position: module.position,
      title: module.title,
      phase: module.phase,
      releasedAt: null,
      requiredLessons: 2,
      lessonCompletions: [],
      assessment: module.hasAssessment ? { maxAttempts: 2, history: [] } : null,
    })),
    credential: { issuedAt: null, failedAt: null },
    person: { tags: [], fields: [] },
    ...change,
  };
}

/** The same facts with one module changed. */
export function withModule(facts: Facts, key: string, change: Partial<ModuleFacts>): Facts {
  const modules = facts.modules.map((module) => (module.key === key ? { ...module, ...change } : module));
  return { ...facts, modules };
}

/** The same facts with a module's lessons and assessment all done at one moment. */
export function withCompleted(facts: Facts, key: string, at: Instant): Facts {
  return withModule(facts, key, {
    lessonCompletions: [at, at],
    assessment: {
      maxAttempts: 2,
      history: [
        { at, kind: 'submitted', attempt: 1 },
        { at, kind: 'graded', attempt: 1, passed: true, percentage: 90, submittedAt: at },
      ],
    },
  });
}

/** The same facts with every module completed at one moment. */
export function withEverythingDone(facts: Facts, at: Instant): Facts {
  return facts.modules.reduce((done, module) => withCompleted(done, module.key, at), facts);
}
