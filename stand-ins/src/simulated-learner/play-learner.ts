import { LearnerApi, pause } from './api.ts';
import type { Quality } from './course-answers.ts';

/** One simulated learner: who, in which course, how fast. */
export interface Part {
  email: string;
  password: string;
  courseId: string;
  /** Virtual seconds per real second. */
  speed: number;
  quality?: Quality;
}

export interface Stage {
  apiUrl: string;
  answerTo: (title: string, quality: Quality) => string;
  log: (line: string) => void;
  stopped: () => boolean;
}

interface Progress {
  state: string;
  /** What is still to be done for the certificate. */
  missing: unknown[];
  payment: { state: string; checkoutUrl: string | null } | null;
  credential: { state: string } | null;
  modules: Array<{
    position: number;
    state: string;
    lessons: Array<{ id: string; completedAt: string | null }>;
    assessment: {
      id: string;
      title: string;
      state: string;
      attemptsUsed: number;
      maxAttempts: number;
    } | null;
  }>;
}

/** Whoever has done everything looks on for so long whether the certificate comes; it comes without them, too. */
const LOOKS_ON_MS = 60_000;

const ENDED = new Set(['completed', 'expired', 'withdrawn', 'revoked']);

/**
 * Plays a learner through the public API, to the certificate: enrols, pays on the pay page, reads what is open, hands in
 * the exemplar answers. It keeps nothing: started again, it looks at its progress and goes on.
 */
export async function playLearner(part: Part, stage: Stage): Promise<void> {
  const api = new LearnerApi(stage.apiUrl, part);
  await api.post(
    `/api/courses/${part.courseId}/enroll`,
    { speed: part.speed },
    `enrol-${part.email}-${part.courseId}`,
  );
  let doneAt: number | null = null;
  while (!stage.stopped()) {
    const progress = await api.get<Progress>(`/api/courses/${part.courseId}/progress`);
    if (ENDED.has(progress.state)) return stage.log(`${part.email}: ${progress.state}`);
    if (progress.payment?.state === 'pending' && progress.payment.checkoutUrl)
      await pay(progress.payment.checkoutUrl);
    if (progress.missing.length > 0) doneAt = null;
    else if (Date.now() - (doneAt ??= Date.now()) > LOOKS_ON_MS)
      return stage.log(`${part.email}: everything is done, and the enrollment is still ${progress.state}`);
    const acted = await study(api, part, progress, stage);
    await pause(acted ? 150 : 500);
  }
}

/** Does the next thing that is open. Answers whether there was one. */
async function study(api: LearnerApi, part: Part, progress: Progress, stage: Stage): Promise<boolean> {
  for (const module of progress.modules) {
    if (module.state !== 'open') continue;
    const lesson = module.lessons.find(({ completedAt }) => completedAt === null);
    if (lesson) {
      await api.get(`/api/lessons/${lesson.id}`);
      await api.post(
        `/api/courses/${part.courseId}/complete`,
        { lessonId: lesson.id },
        `lesson-${lesson.id}`,
      );
      return true;
    }
    const { assessment } = module;
    if (!assessment || assessment.attemptsUsed >= assessment.maxAttempts) continue;
    if (!['none', 'draft', 'failed'].includes(assessment.state)) continue;
    const body = stage.answerTo(assessment.title, part.quality ?? 'full');
    const key = `hand-in-${assessment.id}-${assessment.attemptsUsed + 1}`;
    await api.post(`/api/assessments/${assessment.id}/submissions`, { body }, key);
    return true;
  }
  return false;
}

/** Pays as a person would, on the pay page of the payment stand-in. */
async function pay(checkoutUrl: string): Promise<void> {
  await fetch(checkoutUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: '4242424242424242' }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {});
}
