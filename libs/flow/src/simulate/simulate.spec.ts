import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import { generateJourney } from '../journey/generate-journey.ts';
import type { Step } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Plan } from '../model/plan.ts';
import { CATALOGUE, DONE, draw, mailStep, planOf, START, waitStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { definitions, eventsOf } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { BEHAVIOURS, initialFacts, type Behaviour, type Scenario } from './scenario.ts';
import { simulate, type Simulation, type Transition } from './simulate.ts';

jest.setTimeout(60_000);

const modules = CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 3 }));
const { definition: JOURNEY } = generateJourney({
  courseTitle: 'Knots',
  durationWeeks: 3,
  phases: ['basics', 'mastery'].map((key) => ({
    key,
    title: key,
    modules: CATALOGUE.modules.filter(({ phase }) => phase === key),
  })),
});

function planFor(definition: unknown): Plan {
  const compiled = compile(definition, CATALOGUE, 'v1');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

function scenario(behaviour: Behaviour, change: Partial<Scenario> = {}): Scenario {
  return {
    enrolledAt: ENROLLED,
    learnerZone: 'Europe/Berlin',
    schoolZone: 'America/New_York',
    modules,
    behaviour,
    horizonDays: 365,
    ...change,
  };
}

const kinds = ({ entries }: Simulation) => entries.map(({ kind, detail }) => `${kind}: ${detail}`);
const dayOf = (at: number) => (at - ENROLLED) / DAY;

describe('simulate', () => {
  it('takes a diligent learner to the certificate, week by week', () => {
    const run = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.diligent));
    const released = run.entries.filter(({ kind }) => kind === 'released');
    expect(released.map(({ at, detail }) => [dayOf(at), detail])).toEqual([
      [0, '“The bowline” opens.'],
      [7, '“The sheet bend” opens.'],
      [14, '“The eye splice” opens.'],
    ]);
    expect(run.state.finished?.outcome).toBe('completed');
    expect(kinds(run)).toContain('branch: basics is done.');
    expect(kinds(run)).toContain('certificate: The certificate is issued.');
    expect(kinds(run)).toContain('message: Week 2 is open: The sheet bend');
    expect(run.facts.credential.issuedAt).not.toBeNull();
  });

  it('knows of each mail what its learner would read in it, at the moment at which it leaves', () => {
    const { entries } = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.diligent));
    const mails = entries.filter(({ kind }) => kind === 'message');
    const dated = mails.filter(({ mail }) => mail?.nextOpening !== undefined);
    expect(dated.map(({ stepId }) => stepId)).toEqual(['week-1-mail', 'week-2-mail']);
    const released = entries.filter(({ kind }) => kind === 'released').map(({ at }) => at);
    // A diligent learner keeps all expected dates: what a mail says comes true.
    for (const { at, mail } of dated)
      expect(mail?.nextOpening).toBe(released.find((then) => then > at) ?? null);
    const berlin = { zone: 'Europe/Berlin' };
    expect(mails[0]?.mail).toMatchObject({ ...berlin, moduleTitle: 'The bowline', certified: false });
    expect(mails.at(-1)?.mail).toEqual({ ...berlin, moduleTitle: 'The eye splice', certified: true });
    expect(entries.filter(({ kind, mail }) => kind !== 'message' && mail !== undefined)).toEqual([]);
  });

  it('writes mails by the clock of wherever the learner lives by then', () => {
    const inputs = [{ at: ENROLLED + 10 * DAY, kind: 'zone' as const, zone: 'Asia/Tokyo' }];
    const { entries } = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.diligent, { inputs }));
    const zones = entries.flatMap(({ at, mail }) => (mail ? [[at > ENROLLED + 10 * DAY, mail.zone]] : []));
    expect(new Set(zones.map(String))).toEqual(new Set(['false,Europe/Berlin', 'true,Asia/Tokyo']));
  });

  it('writes to a silent learner, and lets them go in the end', () => {
    const run = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.silent));
    expect(run.state.finished?.outcome).toBe('ended');
    const subjects = run.entries.filter(({ kind }) => kind === 'message').map(({ stepId }) => stepId);
    expect(subjects).toEqual([
      'week-1-mail',
      'week-2-mail',
      'phase-1-catch-up',
      'week-3-mail',
      'phase-2-catch-up',
      'reminder',
      'closing',
    ]);
  });

  it('lets a learner who fails once try again, and one who never opens a week be behind in it', () => {
    const failing = simulate(planFor(JOURNEY), scenario(BEHAVIOURS['fails-once']));
    expect(failing.state.finished?.outcome).toBe('completed');
    expect(kinds(failing)).toContain('learner: Hands in “The bowline” again (attempt 2).');
    const behaviours = { 'sheet-bend': BEHAVIOURS.silent };
    const behind = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.diligent, { behaviours }));
    expect(behind.state.finished?.outcome).toBe('ended');
  });

  describe('when the last work is handed in the day before the journey gives up', () => {
    const inTime = { lessonsAfterDays: 3, handsInAfterDays: 79, gradedAfterHours: 10 * 24 };
    const goodBye = ({ entries }: Simulation) =>
      entries.filter(({ stepId }) => stepId === 'closing').map(({ at }) => Math.round(dayOf(at)));
    const handingIn = (behaviour: Behaviour) =>
      simulate(planFor(JOURNEY), scenario(BEHAVIOURS.diligent, { behaviours: { splice: behaviour } }));

    it('waits for the grade, and issues the certificate', () => {
      const run = handingIn({ ...inTime, result: 'passed' });
      expect(goodBye(run)).toEqual([]);
      expect(kinds(run)).toContain('branch: Work waits for its grade.');
      expect(kinds(run)).toContain('certificate: The certificate is issued.');
      expect(dayOf(run.facts.credential.issuedAt ?? 0)).toBeCloseTo(103, 1);
      expect(run.state.finished?.outcome).toBe('completed');
    });

    it('leaves time for another try when the grade is not a pass', () => {
      expect(goodBye(handingIn({ ...inTime, result: 'failed' }))).toEqual([124]);
      const again = handingIn({ ...inTime, result: 'failed', retriesAfterDays: 5 });
      expect(again.state.finished?.outcome).toBe('completed');
      expect(goodBye(again)).toEqual([]);
    });

    it('says good-bye in the end to whoever is never graded, and at once to whoever hands nothing in', () => {
      expect(goodBye(handingIn({ ...inTime, gradedAfterHours: 200 * 24, result: 'passed' }))).toEqual([124]);
      expect(goodBye(handingIn(BEHAVIOURS.silent))).toEqual([94]);
    });
  });

  it('stops at its horizon', () => {
    const run = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.silent, { horizonDays: 8 }));
    expect(run.state.finished).toBeNull();
    expect(run.entries.every(({ at }) => dayOf(at) <= 8)).toBe(true);
  });

  it('lists what happens in order of time', () => {
    const { entries } = simulate(planFor(JOURNEY), scenario(BEHAVIOURS.late));
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => a - b));
  });
});

const behaviours: fc.Arbitrary<Behaviour> = fc.record({
  lessonsAfterDays: fc.option(fc.nat(20)),
  handsInAfterDays: fc.option(fc.nat(25)),
  result: fc.constantFrom('passed' as const, 'failed' as const),
  gradedAfterHours: fc.nat(90),
  retriesAfterDays: fc.option(fc.nat(9), { nil: undefined }),
});

/** The inputs that announce the moves in these facts. */
function movesOf({ zoneChanges = [], learnerZone }: Facts): Input[] {
  return zoneChanges.map(({ at, from }, index) => {
    return { kind: 'zone', at, id: `z${index}`, from, to: zoneChanges[index + 1]?.from ?? learnerZone };
  });
}

/** What a driver that sleeps all the while makes of the same life: it looks once, at the very end. */
function drivenOnce(plan: Plan, simulation: Simulation, given: Scenario): Transition[] {
  const ending = simulation.state.finished?.at ?? given.enrolledAt + given.horizonDays * DAY;
  const lived = {
    ...simulation.facts,
    // What the run does itself it does again: it opens modules, closes them, and changes what is known of the person.
    modules: simulation.facts.modules.map((module) => ({ ...module, releasedAt: null, closed: [] })),
  };
  const run = new Driver(plan, initialFacts(given), given.enrolledAt);
  run.facts = { ...lived, person: run.facts.person };
  for (const event of eventsOf(simulation.facts)) run.queue(event);
  for (const move of movesOf(simulation.facts)) run.queue(move);
  run.advance(ending);
  return run.only('left').map(({ stepId, visit, port, at }) => [stepId, visit, port, at]);
}

/** A driver that looks once hears nothing of what one way of its own run changes for another: those drawings are left out. */
const drawings = definitions(true).filter(({ steps }) => {
  const used = new Set(Object.values(steps).map(({ kind }) => kind));
  return !used.has('parallel') || !(used.has('setField') || used.has('tag'));
});

describe('a live run of the same script', () => {
  it('takes the same steps at the same moments as the simulation', () => {
    fc.assert(
      fc.property(behaviours, fc.array(behaviours, { minLength: 3, maxLength: 3 }), (behaviour, each) => {
        const plan = planFor(JOURNEY);
        const own = Object.fromEntries(modules.map(({ key }, index) => [key, each[index] ?? behaviour]));
        const given = scenario(behaviour, { behaviours: own });
        const simulation = simulate(plan, given);
        expect(drivenOnce(plan, simulation, given)).toEqual(simulation.transitions);
      }),
      { numRuns: 150 },
    );
  });

  it('does so for any drawing of a learner who moves to other zones', () => {
    const zones = fc.constantFrom('America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Pacific/Honolulu');
    const moves = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 90 * 24 }), zones), { minLength: 1, maxLength: 3 })
      .map((list) =>
        list.map(([hours, zone]) => ({ kind: 'zone' as const, at: ENROLLED + hours * HOUR, zone })),
      );
    fc.assert(
      fc.property(drawings, behaviours, moves, (definition, behaviour, hops) => {
        const plan = planFor(definition);
        const given = scenario(behaviour, { horizonDays: 120, inputs: hops });
        const simulation = simulate(plan, given);
        expect(drivenOnce(plan, simulation, given)).toEqual(simulation.transitions);
      }),
      { numRuns: 300 },
    );
  });

  it('does so for any drawing', () => {
    fc.assert(
      fc.property(drawings, behaviours, (definition, behaviour) => {
        const plan = planFor(definition);
        const given = scenario(behaviour, { horizonDays: 120 });
        const simulation = simulate(plan, given);
        expect(drivenOnce(plan, simulation, given)).toEqual(simulation.transitions);
      }),
      { numRuns: 300 },
    );
  });
});

it('stops where a loop comes round every minute for a year, and says so', () => {
  const plan = planFor({
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: START,
      pause: waitStep(1, 'minutes'),
      again: {
        kind: 'branch',
        title: 'Certified?',
        config: { branches: [{ id: 'yes', title: 'Certified', condition: 'facts.certified' }] },
      },
      done: DONE,
    },
    edges: [
      { from: 'start', port: 'next', to: 'pause' },
      { from: 'pause', port: 'next', to: 'again' },
      { from: 'again', port: 'otherwise', to: 'pause', back: true },
      { from: 'again', port: 'yes', to: 'done' },
    ],
  });
  const { entries, transitions } = simulate(plan, scenario(BEHAVIOURS.silent));
  expect(transitions.length).toBeLessThan(5_100);
  expect(entries.at(-1)?.title).toBe('The simulation stops here');
});

describe('an automation that an event starts', () => {
  it('is given what such an event brings, as a live run is', () => {
    const start: Step = {
      kind: 'trigger',
      title: 'Graded',
      config: { on: { kind: 'event', event: 'submission.graded', where: 'event.passed == false' } },
    };
    const branch: Step = {
      kind: 'branch',
      title: 'Which?',
      config: {
        branches: [{ id: 'yes', title: 'Yes', condition: 'vars.passed == false && vars.module != ""' }],
      },
    };
    const plan = planOf(
      draw({ start, branch, yes: mailStep(), done: DONE }, [
        ['start', 'next', 'branch'],
        ['branch', 'yes', 'yes'],
        ['branch', 'otherwise', 'done'],
        ['yes', 'next', 'done'],
      ]),
    );
    const learner = {
      enrolledAt: ENROLLED,
      learnerZone: 'Europe/Berlin',
      schoolZone: 'Europe/Berlin',
      modules,
      behaviour: BEHAVIOURS.silent,
      horizonDays: 30,
    };
    const ports = (vars?: Record<string, boolean>) =>
      simulate(plan, vars === undefined ? learner : { ...learner, vars }).transitions.map(
        ([id, , port]) => `${id}:${port}`,
      );
    expect(ports()).toContain('branch:yes');
    expect(ports({ passed: true })).toContain('branch:otherwise');
  });
});
