import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RunClock, lockEnrollment, readCatalogue, recordEvent, refreshProgress } from '@gradus/database';
import {
  BEHAVIOURS,
  type CourseOutline,
  type Plan,
  type ScenarioModule,
  type Simulation,
  compile,
  generateJourney,
} from '@gradus/flow';
import { foresee, outcomeOf, transitionsOf } from '../testing/living.ts';
import { type Learner, type School, openSchool, until } from '../testing/school.ts';

jest.setTimeout(400_000);

const DAY = 86_400_000;
/** Twelve weeks in about half a minute. */
const SPEED = 250_000;

interface Deed {
  /** Virtual. */
  at: number;
  module: string;
  kind: 'lesson' | 'hand-in' | 'grade';
  index: number;
}

describe('the live run and the simulation', () => {
  let school: School;
  let plan: Plan;
  let modules: ScenarioModule[];

  beforeAll(async () => {
    school = await openSchool('ai-marketing-mastery');
    const catalogue = await readCatalogue(school.dataSource.manager, school.organizationId, school.courseId);
    const { definition } = generateJourney(outlineOf(catalogue.modules));
    await school.publishJourney(definition);
    const compiled = compile(definition, catalogue, 'simulated');
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    plan = compiled.plan;
    modules = catalogue.modules.map((module) => ({ ...module, lessonCount: 2 }));
    await school.startWorker();
  });
  afterAll(() => school.close());

  it('take the same steps by the same ports at the same moments', async () => {
    const { speed, learner, simulation } = await liveAsForeseen(SPEED);
    const live = await transitionsOf(school, learner.runId);
    expect(live.map(({ step, port }) => [step, port])).toEqual(
      simulation.transitions.map(([step, , port]) => [step, port]),
    );
    const certify = live.findIndex(({ kind }) => kind === 'certify');
    expect(certify).toBeGreaterThan(20);
    const apart = live
      .slice(0, certify)
      .map(({ at }, index) => Math.abs(at.getTime() - simulation.transitions[index]![3]));
    // A row holds milliseconds of real time: that many virtual ones.
    expect(Math.max(...apart)).toBeLessThanOrEqual(2 * speed);
  });

  /**
   * A learner who lives through what was foreseen of her. On a machine too busy to let her act on the day she is another
   * learner than the one who was foreseen: then she does not count, and the next one has twice the time.
   */
  async function liveAsForeseen(
    speed: number,
  ): Promise<{ speed: number; learner: Learner; simulation: Simulation }> {
    const learner = await school.enrol({ speed });
    const imagined = { modules, behaviour: BEHAVIOURS.diligent, horizonDays: 200 };
    const { enrolledAt, simulation } = await foresee(school, learner, plan, imagined);
    const latest = await act(learner, deedsOf(simulation), new RunClock(enrolledAt, speed));
    await until(() => outcomeOf(school, learner.runId), 90, 'the end of the run');
    if (latest < DAY || speed < SPEED / 4) return { speed, learner, simulation };
    return liveAsForeseen(speed / 2);
  }

  /** When which deed is due, from when the simulated learner's modules opened. */
  function deedsOf({ entries }: Simulation): Deed[] {
    const opened = entries.filter(({ kind }) => kind === 'released');
    return opened
      .flatMap(({ at, stepId }): Deed[] => {
        const step = stepId === null ? undefined : plan.steps[stepId]?.step;
        const module = step?.kind === 'release' ? step.config.module : '';
        return [
          { at: at + 1.5 * DAY, module, kind: 'lesson', index: 0 },
          { at: at + 3 * DAY, module, kind: 'lesson', index: 1 },
          { at: at + 4 * DAY, module, kind: 'hand-in', index: 0 },
          { at: at + 4 * DAY + 2 * 3_600_000, module, kind: 'grade', index: 0 },
        ];
      })
      .sort((a, b) => a.at - b.at);
  }

  /** Does each deed once its moment has come, dated with that very moment. Answers by how much, at most, one was known later. */
  async function act(learner: Learner, deeds: Deed[], clock: RunClock): Promise<number> {
    let latest = 0;
    for (const deed of deeds) {
      const due = clock.toReal(deed.at);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due.getTime() - Date.now() + 2)));
      await school.dataSource.transaction(async (manager) => {
        const enrollment = await lockEnrollment(manager, learner.enrollmentId);
        await manager.query(STATEMENTS[deed.kind], [
          school.organizationId,
          learner.enrollmentId,
          deed.module,
          due,
          ...(deed.kind === 'lesson' ? [deed.index] : deed.kind === 'hand-in' ? [learner.userId] : []),
        ]);
        await recordEvent(manager, {
          organizationId: school.organizationId,
          type: EVENTS[deed.kind],
          key: `${deed.kind}:${learner.enrollmentId}:${deed.module}:${deed.index}`,
          userId: learner.userId,
          enrollmentId: learner.enrollmentId,
          courseId: school.courseId,
          data: { module: deed.module },
          occurredAt: due,
        });
        await refreshProgress(manager, enrollment!);
      });
      latest = Math.max(latest, clock.toVirtual(new Date()) - deed.at);
    }
    return latest;
  }
});

const EVENTS = {
  lesson: 'lesson.completed',
  'hand-in': 'submission.made',
  grade: 'submission.graded',
} as const;

const STATEMENTS = {
  lesson: `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id, completed_at)
           SELECT $1, $2, l.id, $4 FROM lessons l JOIN modules m ON m.id = l.module_id
             JOIN enrollments e ON e.course_version_id = m.course_version_id AND e.id = $2
            WHERE m.key = $3 ORDER BY l.position OFFSET $5 LIMIT 1`,
  'hand-in': `INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher, submitted_at)
              SELECT $1, $2, a.id, $5, 1, 'graded', ''::bytea, $4 FROM assessments a JOIN modules m ON m.id = a.module_id
                JOIN enrollments e ON e.course_version_id = m.course_version_id AND e.id = $2 WHERE m.key = $3`,
  grade: `INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher, graded_at)
          SELECT $1, s.id, 85, true, ''::bytea, $4 FROM submissions s JOIN assessments a ON a.id = s.assessment_id
            JOIN modules m ON m.id = a.module_id WHERE s.enrollment_id = $2 AND m.key = $3`,
};

function outlineOf(
  modules: ReadonlyArray<{
    key: string;
    title: string;
    position: number;
    phase: string;
    hasAssessment: boolean;
  }>,
): CourseOutline {
  const phases = [...new Set(modules.map(({ phase }) => phase))];
  return {
    courseTitle: 'AI Marketing Mastery',
    durationWeeks: 12,
    phases: phases.map((key) => ({ key, title: key, modules: modules.filter(({ phase }) => phase === key) })),
  };
}
