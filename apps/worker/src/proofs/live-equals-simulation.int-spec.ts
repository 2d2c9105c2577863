import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RunClock, readCatalogue } from '@gradus/database';
import {
  BEHAVIOURS,
  type CourseOutline,
  type Plan,
  type ScenarioModule,
  type Simulation,
  compile,
  generateJourney,
} from '@gradus/flow';
import { type Deed, doDeed, untilDue } from '../testing/dated-deeds.ts';
import { foresee, outcomeOf, transitionsOf } from '../testing/living.ts';
import { type Learner, type School, openSchool, until } from '../testing/school.ts';

jest.setTimeout(400_000);

const DAY = 86_400_000;
/** Twelve weeks in about half a minute. */
const SPEED = 250_000;

/** Virtual. */
type DatedDeed = Deed & { at: number };

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
  function deedsOf({ entries }: Simulation): DatedDeed[] {
    const opened = entries.filter(({ kind }) => kind === 'released');
    return opened
      .flatMap(({ at, stepId }): DatedDeed[] => {
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
  async function act(learner: Learner, deeds: DatedDeed[], clock: RunClock): Promise<number> {
    let latest = 0;
    for (const deed of deeds) {
      const due = clock.toReal(deed.at);
      await untilDue(due);
      await doDeed(school, learner, deed, due);
      latest = Math.max(latest, clock.toVirtual(new Date()) - deed.at);
    }
    return latest;
  }
});

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
