import { describe, expect, it } from '@jest/globals';
import { examine } from '../../check/examine.ts';
import { explain } from '../../explain/explain.ts';
import { sayReason } from '../../explain/say-reason.ts';
import { BEHAVIOURS, type Scenario } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import type { StepOf } from '../../model/definition.ts';
import { CATALOGUE, DONE, draw, planOf, problemsOf, START, STOPPED } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer } from '../../testing/learner.ts';
import { DAY, HOUR } from '../../time/durations.ts';

const TEACHERS = { kind: 'role' as const, role: 'instructor' as const };
const OWNER = { kind: 'role' as const, role: 'admin' as const };
const days = (amount: number) => ({ amount, unit: 'days' as const });

const approveStep = (more: Partial<StepOf<'approve'>['config']> = {}): StepOf<'approve'> => ({
  kind: 'approve',
  title: 'Let on?',
  config: { to: TEACHERS, title: 'May they go on?', zone: 'none', ...more },
});
const taskStep = (more: Partial<StepOf<'task'>['config']> = {}): StepOf<'task'> => ({
  kind: 'task',
  title: 'Call',
  config: { to: TEACHERS, title: 'Call them', zone: 'none', what: 'call', wait: false, ...more },
});
const alertStep = (more: Partial<StepOf<'alert'>['config']> = {}): StepOf<'alert'> => ({
  kind: 'alert',
  title: 'Alert',
  config: {
    to: [TEACHERS, OWNER],
    title: 'Look',
    within: { amount: 2, unit: 'hours' },
    wait: false,
    ...more,
  },
});

type Asking = StepOf<'approve'> | StepOf<'task'> | StepOf<'alert'>;
/** The step, its first way to the end, all others to another end. */
const drawing = (step: Asking, ports: string[]) =>
  draw({ start: START, ask: step, done: DONE, ...(ports.length > 1 && { stopped: STOPPED }) }, [
    ['start', 'next', 'ask'],
    ...ports.map((port, place): [string, string, string] => ['ask', port, place === 0 ? 'done' : 'stopped']),
  ]);
const APPROVAL = ['approved', 'rejected', 'timeout'];
const approval = (more: Partial<StepOf<'approve'>['config']> = { due: days(3) }) =>
  planOf(drawing(approveStep(more), more.due === undefined ? APPROVAL.slice(0, 2) : APPROVAL));

function decide(driver: Driver, decision: string, at: number, toldAt = at): void {
  driver.facts = { ...driver.facts, tasks: [{ stepId: 'ask', visit: 1, at, decision }] };
  driver.queue({ kind: 'event', at, id: 'd', type: 'task.decided', data: { step: 'ask', decision } });
  driver.advance(toldAt);
}

describe('an approval', () => {
  it('asks somebody, reminds them, turns to somebody else, and waits', () => {
    const config = { due: days(3), remindBefore: days(1), escalateTo: OWNER };
    const driver = new Driver(approval(config));
    expect(driver.place).toBe('ask');
    expect(driver.only('task')).toEqual([
      expect.objectContaining({
        task: 'approval',
        holds: true,
        due: ENROLLED + 3 * DAY,
        to: TEACHERS,
        calls: [
          { at: ENROLLED, to: TEACHERS, because: 'asked' },
          { at: ENROLLED + 2 * DAY, to: TEACHERS, because: 'reminder' },
          { at: ENROLLED + 2 * DAY, to: OWNER, because: 'escalation' },
        ],
      }),
    ]);
    const [here] = explain(driver.plan, driver.state, driver.facts, ENROLLED);
    expect(here?.reasons.map((reason) => sayReason(reason, { zone: 'UTC' }))).toEqual([
      'Waits for an instructor to decide, until Thursday 6 March, 08:00 (UTC) at the latest.',
    ]);
  });

  it.each([
    ['approved', 'approved', 'completed'],
    ['rejected', 'rejected', 'ended'],
  ])('goes on by what was decided: %s', (decision, port, outcome) => {
    const driver = new Driver(approval());
    decide(driver, decision, ENROLLED + HOUR);
    expect(driver.trail.at(-2)).toBe(`ask:${port}@${ENROLLED + HOUR}`);
    expect(driver.place).toBe(outcome);
    expect(driver.only('taskClosed')).toEqual([]);
  });

  it('counts what was decided in time, however late it is looked at', () => {
    const driver = new Driver(approval());
    decide(driver, 'approved', ENROLLED + 3 * DAY - 1, ENROLLED + 9 * DAY);
    expect(driver.trail.at(-2)).toBe(`ask:approved@${ENROLLED + 3 * DAY - 1}`);
  });

  it('closes the task when nobody has decided in time, and when the learner is taken elsewhere', () => {
    const late = new Driver(approval());
    late.advance(ENROLLED + 4 * DAY);
    expect(late.trail.at(-2)).toBe(`ask:timeout@${ENROLLED + 3 * DAY}`);
    expect(late.only('taskClosed')).toMatchObject([{ because: 'overdue', at: ENROLLED + 3 * DAY }]);
    const skipped = new Driver(approval());
    skipped.command({ name: 'skip', stepId: 'ask', visit: 1, port: 'rejected' }, ENROLLED + HOUR);
    expect(skipped.only('taskClosed')).toMatchObject([{ because: 'left' }]);
  });

  it('keeps what is decided during a pause, and gives the time of the pause back', () => {
    const driver = new Driver(approval());
    driver.command({ name: 'pause' }, ENROLLED + DAY);
    driver.command({ name: 'resume' }, ENROLLED + 5 * DAY);
    expect(driver.state.tokens[0]?.deadline).toBe(ENROLLED + 7 * DAY);
    driver.command({ name: 'pause' }, ENROLLED + 6 * DAY);
    decide(driver, 'rejected', ENROLLED + 6 * DAY + HOUR);
    expect(driver.place).toBe('ask held');
    driver.command({ name: 'resume' }, ENROLLED + 8 * DAY);
    expect(driver.trail.at(-2)).toBe(`ask:rejected@${ENROLLED + 8 * DAY}`);
  });

  it('is warned about when it may wait for ever, and refused when its reminder does not fit', () => {
    const codes = (more: Partial<StepOf<'approve'>['config']>) =>
      problemsOf(drawing(approveStep(more), more.due === undefined ? APPROVAL.slice(0, 2) : APPROVAL)).map(
        ({ code }) => code,
      );
    expect(codes({})).toEqual(['flow.wait-endless']);
    expect(codes({ due: days(1), remindBefore: days(1) })).toEqual(['flow.reminder-unfit']);
    expect(codes({ due: days(1), escalateTo: OWNER })).toEqual(['flow.reminder-missing']);
    expect(codes({ due: days(2), remindBefore: days(1), escalateTo: OWNER })).toEqual([]);
  });
});

describe('a task', () => {
  it('never holds the learner back unless it is to', () => {
    const driver = new Driver(planOf(drawing(taskStep({ due: days(1) }), ['next'])));
    expect(driver.place).toBe('completed');
    expect(driver.only('task')).toMatchObject([{ holds: false, due: ENROLLED + DAY }]);
    expect(driver.only('taskClosed')).toEqual([]);
  });

  it.each([
    ['done', 'completed'],
    ['notDone', 'ended'],
  ])('is waited for when the author asks to: %s', (decision, outcome) => {
    const driver = new Driver(planOf(drawing(taskStep({ wait: true }), ['done', 'not-done'])));
    expect(driver.place).toBe('ask');
    decide(driver, decision, ENROLLED + DAY);
    expect(driver.place).toBe(outcome);
  });
});

describe('an alert', () => {
  it('calls one after the other, each with the same time to take notice', () => {
    const driver = new Driver(planOf(drawing(alertStep(), ['next'])));
    expect(driver.place).toBe('completed');
    expect(driver.only('task')[0]?.calls).toEqual([
      { at: ENROLLED, to: TEACHERS, because: 'asked' },
      { at: ENROLLED + 2 * HOUR, to: OWNER, because: 'escalation' },
    ]);
  });

  it('goes another way when nobody has taken notice after the last of them', () => {
    const plan = planOf(drawing(alertStep({ wait: true }), ['acknowledged', 'not-acknowledged']));
    const nobody = new Driver(plan);
    nobody.advance(ENROLLED + DAY);
    expect(nobody.trail.at(-2)).toBe(`ask:not-acknowledged@${ENROLLED + 4 * HOUR}`);
    const somebody = new Driver(plan);
    decide(somebody, 'acknowledged', ENROLLED + 3 * HOUR);
    expect(somebody.place).toBe('completed');
  });
});

describe('tried out', () => {
  const course = {
    schoolZone: 'UTC',
    modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2 })),
  };
  const scenario = (more: Partial<Scenario> = {}): Scenario => ({
    enrolledAt: ENROLLED,
    learnerZone: 'UTC',
    behaviour: BEHAVIOURS.diligent,
    horizonDays: 30,
    ...course,
    ...more,
  });

  it('somebody approves after two hours, or decides as the script says, or never does', () => {
    const usual = simulate(approval(), scenario());
    expect(usual.entries.map(({ kind, detail }) => [kind, detail])).toContainEqual(['branch', 'Approved.']);
    expect(usual.state.finished?.at).toBe(ENROLLED + 2 * HOUR);
    const rejected = simulate(
      approval(),
      scenario({ decisions: [{ stepId: 'ask', decision: 'rejected', afterHours: 5 }] }),
    );
    expect(rejected.state.finished).toMatchObject({ at: ENROLLED + 5 * HOUR, outcome: 'ended' });
    const never = simulate(approval(), scenario({ decisions: [{ stepId: 'ask', decision: 'never' }] }));
    expect(never.state.finished?.at).toBe(ENROLLED + 3 * DAY);
  });

  it('is looked at with every decision; one that may never come is found', () => {
    const dated = examine(approval(), { course, enrolledAt: ENROLLED });
    expect(dated).toMatchObject({ findings: [], complete: true, unreached: [] });
    const endless = examine(approval({}), { course, enrolledAt: ENROLLED });
    const [finding] = endless.findings;
    expect(finding).toMatchObject({ code: 'check.wait-without-way-out', stepId: 'ask' });
    expect(finding?.script.decisions).toEqual([{ stepId: 'ask', visit: 1, decision: 'never' }]);
  });
});

it('knows nothing of a decision about another visit', () => {
  const plan = approval();
  const driver = new Driver(
    plan,
    newcomer({ tasks: [{ stepId: 'ask', visit: 2, at: 0, decision: 'approved' }] }),
  );
  driver.event('task.decided', ENROLLED + HOUR);
  expect(driver.place).toBe('ask');
});

describe('a task that no longer holds anybody in the version its learner follows', () => {
  it.each([
    ['task', taskStep({ wait: true }), taskStep(), ['done', 'not-done']],
    ['alert', alertStep({ wait: true }), alertStep(), ['acknowledged', 'not-acknowledged']],
  ])('%s: is closed when they go on', (_kind, before, after, ports) => {
    const driver = new Driver(planOf(drawing(before, ports), CATALOGUE, 'v1'));
    expect(driver.place).toBe('ask');
    driver.migrate(planOf(drawing(after, ['next']), CATALOGUE, 'v2'), {}, ENROLLED + HOUR);
    driver.advance(ENROLLED + 2 * HOUR);
    expect(driver.place).toBe('completed');
    expect(driver.only('taskClosed')).toMatchObject([{ stepId: 'ask', visit: 1, because: 'left' }]);
  });
});
