import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RunClock, readCatalogue, readFacts } from '@gradus/database';
import { type Plan, type Step, type Transition, compile, replay } from '@gradus/flow';
import { gradeAgain, gradingStaff } from '../testing/changed-grades.ts';
import { type Deed, doDeed, untilDue } from '../testing/dated-deeds.ts';
import { journeyOf } from '../testing/drawings.ts';
import { enrolledAtOf, outcomeOf, transitionsOf } from '../testing/living.ts';
import { type Learner, type School, openSchool, until } from '../testing/school.ts';

jest.setTimeout(180_000);

const DAY = 86_400_000;
/** A day in about a second. */
const SPEED = 80_000;
/** A row holds milliseconds of real time: so many virtual ones, between a grade and the event that tells of it. */
const ROUNDING = 60 * SPEED;

const wait = (title: string, config: Extract<Step, { kind: 'waitFor' }>['config']): Step => ({
  kind: 'waitFor',
  title,
  config,
});
const days = (amount: number) => ({ amount, unit: 'days' as const });

/** Four ways at once: each waits for the first week's grade in a way of its own. */
function drawing(first: string, second: string) {
  const gate = (title: string): Step => ({
    kind: 'assess',
    title,
    config: { module: first, due: days(60), zone: 'none' },
  });
  const steps: Record<string, Step> = {
    open: {
      kind: 'release',
      title: 'Open',
      config: { module: first, policy: { kind: 'afterEnrollment', days: 0 }, zone: 'learner' },
    },
    several: {
      kind: 'parallel',
      title: 'At once',
      config: { ways: ['gate', 'steady', 'next', 'hears'].map((id) => ({ id, title: id })) },
    },
    gate: gate('Passed once'),
    steady: wait('Passed, a week on', {
      for: {
        kind: 'facts',
        condition: `facts.modules["${first}"].passed && facts.daysSinceEnrollment >= 7.0`,
      },
      timeout: days(60),
      zone: 'none',
    }),
    next: {
      kind: 'release',
      title: 'Open the next',
      config: { module: second, policy: { kind: 'afterPreviousCompletion', days: 3 }, zone: 'learner' },
    },
    hears: wait('Taken back', {
      for: { kind: 'event', event: 'submission.graded', where: 'event.changed && !event.passed' },
      timeout: days(60),
      zone: 'none',
    }),
    again: gate('Passed again'),
    meet: { kind: 'join', title: 'Together', config: { for: { kind: 'all' } } },
  };
  return journeyOf(steps, [
    ['several', 'gate', 'gate'],
    ['several', 'steady', 'steady'],
    ['several', 'next', 'next'],
    ['several', 'hears', 'hears'],
    ...['passed', 'failed', 'missing'].map((port) => ['gate', port, 'meet'] as const),
    ['steady', 'next', 'meet'],
    ['steady', 'timeout', 'meet'],
    ['next', 'next', 'meet'],
    ['hears', 'timeout', 'meet'],
    ...['passed', 'failed', 'missing'].map((port) => ['again', port, 'meet'] as const),
  ]);
}

type Line = [step: string, port: string | null, at: number];

/** Ways that run beside one another have no order among themselves. */
const inOrder = (lines: Line[]) =>
  lines.toSorted((a, b) => `${a[0]} ${a[1]}`.localeCompare(`${b[0]} ${b[1]}`) || a[2] - b[2]);

/** A grade that is a pass, then none, then one again, while four gates wait for it. */
describe('a grade that is taken back and given again', () => {
  let school: School;
  let plan: Plan;
  let first: string;
  let lessons: number;
  let staff: string;

  beforeAll(async () => {
    school = await openSchool('ai-marketing-mastery');
    const { dataSource, organizationId, courseId, courseVersionId } = school;
    const catalogue = await readCatalogue(dataSource.manager, organizationId, courseId);
    first = catalogue.modules[0]!.key;
    const definition = drawing(first, catalogue.modules[1]!.key);
    await school.publishJourney(definition);
    const compiled = compile(definition, catalogue, 'simulated');
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    plan = compiled.plan;
    const [counted] = await dataSource.query<[{ lessons: number }]>(
      `SELECT count(*)::int AS lessons FROM lessons l JOIN modules m ON m.id = l.module_id
        WHERE m.course_version_id = $1 AND m.key = $2`,
      [courseVersionId, first],
    );
    lessons = counted.lessons;
    staff = await gradingStaff(school);
    await school.startWorker();
  });
  afterAll(() => school.close());

  it('leaves live what it leaves in the simulation: the same steps, ports and moments', async () => {
    const learner = await school.enrol({ speed: SPEED });
    const clock = new RunClock(await enrolledAtOf(school, learner), SPEED);
    for (let index = 0; index < lessons; index += 1)
      await on(clock, 1, (due) => doDeed(school, learner, { module: first, kind: 'lesson', index }, due));
    const deed = (kind: Deed['kind']) => (due: Date) =>
      doDeed(school, learner, { module: first, kind, index: 0 }, due);
    await on(clock, 4, deed('hand-in'));
    await on(clock, 4.5, deed('grade'));
    await on(clock, 6, () => change(learner, 1, 20));
    await on(clock, 9, () => change(learner, 2, 90));
    await until(() => outcomeOf(school, learner.runId), 90, 'the end of the run');

    // What was really done, and when exactly, is taken through the drawing in the engine alone.
    const facts = await readFacts(school.dataSource.manager, learner.enrollmentId, clock);
    const lookedAt = clock.toVirtual(new Date());
    const simulation = replay(plan, { facts, startedAt: facts.enrolledAt, until: lookedAt, events: [] });
    const history = facts.modules.find(({ key }) => key === first)?.assessment?.history ?? [];
    const grades = history.filter(({ kind }) => kind === 'graded');
    expect(grades.map(({ passed }) => passed)).toEqual([true, false, true]);
    const [passed = 0, takenBack = 0, givenAgain = 0] = grades.map((grade) => grade.at);
    // What makes it worth looking at: the pass was gone while two ways waited for it, and they went on by the one given again.
    const left = (step: string) => simulation.transitions.find(([id]) => id === step) as Transition;
    expect(left('gate')).toMatchObject({ 2: 'passed', 3: passed });
    expect(left('hears')).toMatchObject({ 2: 'next', 3: takenBack });
    expect(left('steady')).toMatchObject({ 2: 'next', 3: givenAgain });
    expect(left('again')).toMatchObject({ 2: 'passed', 3: givenAgain });
    expect(left('next')[3]).toBeGreaterThan(givenAgain + 2 * DAY);

    const live = await transitionsOf(school, learner.runId);
    const lived = inOrder(live.map((one) => [one.step, one.port, one.at.getTime()]));
    const simulated = inOrder(simulation.transitions.map(([step, , port, at]) => [step, port, at]));
    const places = (lines: Line[]) => lines.map(([step, port]) => [step, port]);
    expect(places(lived)).toEqual(places(simulated));
    const apart = lived.map(([, , at], index) => Math.abs(at - simulated[index]![2]));
    expect(Math.max(...apart)).toBeLessThanOrEqual(ROUNDING);
  });

  /** Once so many days of the learner have passed; told the moment at which they had. */
  async function on(clock: RunClock, day: number, act: (due: Date) => Promise<unknown>): Promise<void> {
    const due = clock.toReal(clock.originMs + day * DAY);
    await untilDue(due);
    await act(due);
  }

  /** Another grade for the one thing that was handed in. */
  async function change(learner: Learner, replaces: number, percentage: number): Promise<void> {
    const [submission] = await school.dataSource.query<[{ id: string }]>(
      'SELECT id FROM submissions WHERE enrollment_id = $1',
      [learner.enrollmentId],
    );
    const changed = await gradeAgain(school, {
      learner,
      submissionId: submission.id,
      replaces,
      percentage,
      actorId: staff,
    });
    expect(changed).toMatchObject({ number: replaces + 1 });
  }
});
