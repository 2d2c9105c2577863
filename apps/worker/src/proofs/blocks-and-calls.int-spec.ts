import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readCatalogue, withCalled } from '@gradus/database';
import {
  BEHAVIOURS,
  CURRENT_MODULE,
  type CalledSimulation,
  type Definition,
  type Plan,
  type ScenarioModule,
  type Step,
  type Transition,
  compile,
} from '@gradus/flow';
import { callStep } from '../testing/calls.ts';
import { publishCampaign, campaign, stay } from '../testing/campaigns.ts';
import { foresee, outcomeOf, transitionsOf } from '../testing/living.ts';
import { type School, openSchool, until } from '../testing/school.ts';

jest.setTimeout(120_000);

/** A day in a third of a second. */
const SPEED = 250_000;
/** A row holds milliseconds of real time, so many virtual ones, at each hand-over from one run to another. */
const ROUNDING = 30 * SPEED;

/** For each of three weeks: open it, call an automation and wait for its end, rest a day. */
function drawing(called: string, keys: string[]): Definition {
  const steps: Record<string, Step> = {
    start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
    each: { kind: 'forEachModule', title: 'Each', config: { modules: { kind: 'chosen', keys } } },
    open: {
      kind: 'release',
      title: 'Open',
      config: { module: CURRENT_MODULE, policy: { kind: 'afterPreviousRelease', days: 7 }, zone: 'learner' },
    },
    call: callStep(called, {
      values: [{ name: 'week', value: { kind: 'variable', variable: 'currentModule' } }],
      timeout: { amount: 30, unit: 'days' },
    }),
    rest: stay(1),
    meet: { kind: 'join', title: 'Meet', config: { for: { kind: 'all' } } },
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  };
  const lines = [
    ['start', 'next', 'each'],
    ['each', 'each', 'open'],
    ['open', 'next', 'call'],
    ['call', 'next', 'rest'],
    ['call', 'timeout', 'rest'],
    ['rest', 'next', 'meet'],
    ['meet', 'next', 'done'],
  ] as const;
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps,
    edges: lines.map(([from, port, to]) => ({ from, port, to })),
  };
}

/** What runs live through blocks that go through weeks and through calls is what is simulated. */
describe('a run through a block of three weeks, with a call in each,', () => {
  let school: School;
  let plan: Plan;
  let modules: ScenarioModule[];

  beforeAll(async () => {
    school = await openSchool('ai-marketing-mastery');
    const { dataSource, organizationId, courseId, parts } = school;
    const called = await publishCampaign(school, campaign({ kind: 'manual' }, { stay: stay(2) }));
    const catalogue = await readCatalogue(dataSource.manager, organizationId, courseId);
    const keys = catalogue.modules.slice(0, 3).map(({ key }) => key);
    const definition = drawing(called, keys);
    const automationId = await school.publishJourney(definition);
    const compiled = compile(definition, catalogue, 'simulated');
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    const calling = { organizationId, automationId, courseId };
    plan = await withCalled(dataSource.manager, parts.parts.plans, calling, compiled.plan);
    modules = catalogue.modules.map((module) => ({ ...module, lessonCount: 2 }));
    await school.startWorker();
  });
  afterAll(() => school.close());

  it('takes the same steps by the same ports at the same moments, and so does what it calls', async () => {
    const learner = await school.enrol({ speed: SPEED });
    const imagined = { modules, behaviour: BEHAVIOURS.silent, horizonDays: 100 };
    const { simulation: simulated } = await foresee(school, learner, plan, imagined);
    expect(simulated.state.finished?.outcome).toBe('completed');
    expect(simulated.called).toHaveLength(3);
    await until(() => outcomeOf(school, learner.runId), 90, 'the end of the run');

    await expectTheSame(learner.runId, simulated.transitions);
    const children = await school.dataSource.query<Array<{ id: string; week: string; outcome: string }>>(
      `SELECT id, state->'vars'->>'week' AS week, outcome FROM runs WHERE called_by_run_id = $1 ORDER BY started_at`,
      [learner.runId],
    );
    expect(children.map(({ week }) => week)).toEqual(modules.slice(0, 3).map(({ key }) => key));
    for (const [index, { id, outcome }] of children.entries()) {
      const called = simulated.called[index] as CalledSimulation;
      expect(outcome).toBe(called.outcome);
      await expectTheSame(id, called.transitions);
    }
  });

  async function expectTheSame(runId: string, simulated: readonly Transition[]): Promise<void> {
    const live = await transitionsOf(school, runId);
    expect(live.map(({ step, visit, port }) => [step, visit, port])).toEqual(
      simulated.map(([step, visit, port]) => [step, visit, port]),
    );
    const apart = live.map(({ at }, index) => Math.abs(at.getTime() - simulated[index]![3]));
    expect(Math.max(...apart)).toBeLessThanOrEqual(ROUNDING);
  }
});
