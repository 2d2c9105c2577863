import type { CourseNeeds, LearnerStory, VisitRow } from './learner-story.ts';

/** The way a learner went, followed on the drawing and not on what the run says it did. */
export interface Walk {
  /** Every visit on the way, in order. */
  visits: VisitRow[];
  /** Message steps on the way. */
  messages: string[];
  /** What is not as it must be, as sentences. */
  missing: string[];
  doubled: string[];
  /** Ports that the facts do not bear out. */
  misjudged: string[];
}

/**
 * Follows the drawing from its trigger along the ports the run took. Every step on the way has exactly one visit, that
 * was left; nothing else was visited; and a port that depends on facts is the one the facts of that moment ask for.
 */
export function walk(story: LearnerStory, needs: CourseNeeds): Walk {
  const { definition } = story;
  const result: Walk = { visits: [], messages: [], missing: [], doubled: [], misjudged: [] };
  const visits = new Map<string, VisitRow[]>();
  for (const visit of story.visits) visits.set(visit.stepId, [...(visits.get(visit.stepId) ?? []), visit]);
  const seen = new Set<string>();
  let stepId: string | undefined = definition.trigger;
  while (stepId !== undefined && !seen.has(stepId)) {
    seen.add(stepId);
    const step = definition.steps[stepId];
    const [visit, ...more] = visits.get(stepId) ?? [];
    if (more.length > 0) result.doubled.push(`${story.email}: ${stepId} visited ${more.length + 1} times`);
    if (step?.kind === 'message') result.messages.push(stepId);
    if (!visit && step?.kind !== 'trigger') {
      result.missing.push(`${story.email}: never came to ${stepId}`);
      break;
    }
    if (visit && visit.state !== 'left') {
      result.missing.push(`${story.email}: ${visit.state} at ${stepId}`);
      break;
    }
    if (step?.kind === 'end') break;
    if (visit) result.visits.push(visit);
    const port: string = visit?.port ?? 'next';
    if (visit && wronglyJudged(story, needs, stepId, visit))
      result.misjudged.push(`${story.email}: ${stepId} left through ${port}, the facts say otherwise`);
    const from: string = stepId;
    stepId = definition.edges.find((edge) => edge.from === from && edge.port === port)?.to;
  }
  for (const stray of visits.keys())
    if (!seen.has(stray)) result.doubled.push(`${story.email}: visited ${stray}, which is not on the way`);
  return result;
}

/** A moment that lies this close to a fact may fall on either side; real milliseconds. */
const TIE_MS = 5;

function wronglyJudged(
  story: LearnerStory,
  needs: CourseNeeds,
  stepId: string,
  { port, leftAt, enteredAt }: VisitRow,
): boolean {
  if (leftAt === null) return false;
  const [, phase] = /^phase-(\d+)-check$/.exec(stepId) ?? [];
  if (phase) {
    const modules = [...needs.phases.values()][Number(phase) - 1] ?? [];
    return differs(story, completedAt(story, needs, modules), leftAt, port === 'done');
  }
  if (!/^requirements(-late|-graded)?$/.test(stepId)) return false;
  const met = completedAt(story, needs, needs.modules);
  if (port === 'next') return differs(story, met, leftAt, true);
  return differs(story, met, leftAt, false) || leftAt <= enteredAt;
}

/** Whether `met` (real) lies on the other side of the moment (virtual) than the port says. */
function differs(story: LearnerStory, met: number | null, virtual: number, said: boolean): boolean {
  const moment = story.origin + (virtual - story.origin) / story.speed;
  if (met === null) return said;
  if (Math.abs(met - moment) <= TIE_MS) return false;
  return met <= moment !== said;
}

/** When the last required lesson and grade of these modules came, real time; null while something is missing. */
export function completedAt(
  story: LearnerStory,
  needs: CourseNeeds,
  modules: readonly string[],
): number | null {
  let last = 0;
  for (const module of modules) {
    for (const lesson of needs.lessons.get(module) ?? []) {
      const done = story.lessons.find(({ lessonId }) => lessonId === lesson);
      if (!done) return null;
      last = Math.max(last, done.completedAt);
    }
    if (!needs.assessed.has(module)) continue;
    const passed = story.submissions.filter((one) => one.moduleKey === module && one.passed && one.gradedAt);
    if (passed.length === 0) return null;
    last = Math.max(last, Math.min(...passed.map(({ gradedAt }) => gradedAt!)));
  }
  return last;
}
