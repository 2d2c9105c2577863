import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../model/definition.ts';
import type { PersonFacts } from '../../model/facts.ts';
import { simulate } from '../../simulate/simulate.ts';
import { BEHAVIOURS } from '../../simulate/scenario.ts';
import {
  chain,
  draw,
  DONE,
  planOf,
  problemsOf,
  START,
  STOPPED,
  untilFacts,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer } from '../../testing/learner.ts';
import { DAY } from '../../time/durations.ts';

const tag = (what: 'add' | 'remove', name = 'vip'): Step => ({
  kind: 'tag',
  title: 'Tag',
  config: { do: what, tag: name },
});
const set = (field: string, value: Extract<Step, { kind: 'setField' }>['config']['value']): Step => ({
  kind: 'setField',
  title: 'Set',
  config: { field, value },
});
const ask = (condition: string): Step => ({
  kind: 'branch',
  title: 'Ask',
  config: { branches: [{ id: 'yes', title: 'Yes', condition }] },
});
/** The step, then a question; ends at `done` for yes, at `stopped` for anything else. */
const then = (steps: Record<string, Step>, condition: string) => {
  const ids = ['start', ...Object.keys(steps), 'ask'];
  const lines = ids
    .slice(0, -1)
    .map((id, at): [string, string, string] => [id, 'next', ids[at + 1] ?? 'ask']);
  return planOf(
    draw({ start: START, ...steps, ask: ask(condition), done: DONE, stopped: STOPPED }, [
      ...lines,
      ['ask', 'yes', 'done'],
      ['ask', 'otherwise', 'stopped'],
    ]),
  );
};
const person = (change: Partial<PersonFacts>) => newcomer({ person: { tags: [], fields: [], ...change } });
const day = (n: number) => ENROLLED + n * DAY;

describe('a tag', () => {
  it('is on for the very next step, and for those of later turns', () => {
    expect(new Driver(then({ on: tag('add') }, '"vip" in facts.tags')).place).toBe('completed');
    const later = new Driver(then({ on: tag('add'), wait: waitStep(1) }, '"vip" in facts.tags'));
    later.advance(day(1));
    expect(later.place).toBe('completed');
    expect(later.only('tag')).toEqual([
      { type: 'tag', at: ENROLLED, stepId: 'on', visit: 1, tag: 'vip', on: true },
    ]);
  });

  it('says nothing when it is so already', () => {
    const facts = person({ tags: [{ tag: 'vip', from: day(-3), until: null }] });
    expect(new Driver(then({ on: tag('add') }, '"vip" in facts.tags'), facts).only('tag')).toEqual([]);
    expect(
      new Driver(then({ off: tag('remove', 'late') }, '"vip" in facts.tags'), facts).only('tag'),
    ).toEqual([]);
  });

  it('counts as of the moment: a turn that is late sees what was on then', () => {
    const facts = person({ tags: [{ tag: 'vip', from: day(2), until: day(4) }] });
    const plan = (wait: number) => then({ wait: waitStep(wait) }, '"vip" in facts.tags');
    const placeAfter = (days: number) => {
      const driver = new Driver(plan(days), facts);
      driver.advance(day(10));
      return driver.place;
    };
    expect([1, 2, 3, 4].map(placeAfter)).toEqual(['ended', 'completed', 'completed', 'ended']);
  });

  it('put on or taken off late is so from then, whatever came after', () => {
    const facts = person({ tags: [{ tag: 'vip', from: day(2), until: day(9) }] });
    const taken = new Driver(then({ wait: waitStep(3), off: tag('remove') }, '"vip" in facts.tags'), facts);
    taken.advance(day(20));
    expect(taken.place).toBe('ended');
    const put = new Driver(
      then({ wait: waitStep(1), on: tag('add'), more: waitStep(9) }, '"vip" in facts.tags'),
      facts,
    );
    put.advance(day(20));
    expect(put.facts.person.tags).toEqual([{ tag: 'vip', from: day(1), until: day(9) }]);
    expect(put.place).toBe('ended');
  });

  it('is heard by a wait for facts that asks for it, and by no other', () => {
    const asking = planOf(
      draw({ start: START, until: untilFacts('"vip" in facts.tags', 9), done: DONE, stopped: STOPPED }, [
        ['start', 'next', 'until'],
        ['until', 'next', 'done'],
        ['until', 'timeout', 'stopped'],
      ]),
    );
    expect(asking.listens).toEqual(expect.arrayContaining(['tag.added', 'field.changed']));
    const driver = new Driver(asking);
    driver.facts = person({ tags: [{ tag: 'vip', from: day(1), until: null }] });
    driver.event('tag.added', day(1), { tag: 'vip' });
    expect(driver.place).toBe('completed');
    expect(planOf(chain({ until: untilFacts('facts.certified') })).listens).not.toContain('tag.added');
  });
});

it('a goal that asks for a tag is reached when the tag is put on', () => {
  const plan = planOf(
    draw(
      {
        start: START,
        wait: waitStep(30),
        won: { kind: 'goal', title: 'Won', config: { condition: '"won" in facts.tags', onArrival: 'goOn' } },
        done: DONE,
        stopped: STOPPED,
      },
      [
        ['start', 'next', 'wait'],
        ['wait', 'next', 'won'],
        ['won', 'next', 'done'],
        ['won', 'missed', 'stopped'],
      ],
    ),
  );
  const driver = new Driver(plan);
  driver.facts = person({ tags: [{ tag: 'won', from: day(1), until: null }] });
  driver.event('tag.added', day(1), { tag: 'won' });
  expect(driver.place).toBe('completed');
});

describe('a field', () => {
  it.each([
    [{ kind: 'text', text: 'Berlin' }, 'facts.fields.x == "Berlin"'],
    [{ kind: 'number', number: 2.5 }, 'facts.fields.x > 2 && facts.fields["x"] < 3'],
    [{ kind: 'boolean', boolean: true }, 'facts.fields.x'],
    [{ kind: 'date', date: '2026-02-28' }, 'facts.fields.x < "2026-03-01"'],
    [{ kind: 'expression', expression: 'facts.progress + 1', type: 'number' }, 'facts.fields.x == 1'],
    [{ kind: 'expression', expression: '"week " + string(2)', type: 'text' }, 'facts.fields.x == "week 2"'],
    [{ kind: 'expression', expression: 'facts.certified', type: 'boolean' }, '!facts.fields.x'],
    [{ kind: 'nothing' }, '!has(facts.fields.x)'],
  ] as const)('takes %j', (value, condition) => {
    const facts = person({ fields: [{ field: 'x', at: day(-1), value: 'before' }] });
    const driver = new Driver(then({ set: set('x', value) }, condition), facts);
    expect(driver.place).toBe('completed');
    expect(driver.only('field')).toHaveLength(1);
  });

  it('keeps its history: what was set later is not known yet', () => {
    const facts = person({
      fields: [
        { field: 'plan', at: day(1), value: 'monthly' },
        { field: 'plan', at: day(3), value: 'yearly' },
        { field: 'plan', at: day(5), value: null },
      ],
    });
    const place = (days: number) => {
      const driver = new Driver(then({ wait: waitStep(days) }, 'facts.fields.plan == "yearly"'), facts);
      driver.advance(day(30));
      return driver.place;
    };
    expect([1, 3, 4, 6].map(place)).toEqual(['ended', 'completed', 'completed', 'ended']);
  });

  it('that is not set holds nobody back: what hangs on it does not hold', () => {
    expect(new Driver(then({ w: tag('add') }, 'facts.fields.city == "Berlin"')).place).toBe('ended');
    expect(new Driver(then({ w: tag('add') }, '!(facts.fields.city == "Berlin")')).place).toBe('ended');
    expect(new Driver(then({ w: tag('add') }, 'facts.fields.city == "x" || "vip" in facts.tags')).place).toBe(
      'completed',
    );
  });

  it('blocks with the reason when what was worked out does not fit', () => {
    const late = new Driver(
      then({ set: set('due', { kind: 'expression', expression: '"soon"', type: 'date' }) }, 'true'),
    );
    expect(late.state.tokens[0]?.problem).toMatchObject({ code: 'flow.field-value-unfit' });
    const missing = new Driver(
      then(
        { set: set('copy', { kind: 'expression', expression: 'facts.fields.none', type: 'text' }) },
        'true',
      ),
    );
    expect(missing.state.tokens[0]?.problem).toMatchObject({ code: 'flow.condition-failed' });
  });

  it.each([
    [{ kind: 'expression', expression: 'facts.progress', type: 'text' }, 'condition.value-type'],
    [{ kind: 'expression', expression: 'facts.progress +', type: 'number' }, 'condition.syntax'],
    [{ kind: 'expression', expression: 'event.x', type: 'text' }, 'condition.event-unknown'],
    [{ kind: 'date', date: '2026-02-30' }, 'flow.date-unreal'],
  ] as const)('is refused before publishing: %j', (value, code) => {
    expect(problemsOf(chain({ set: set('x', value) }))).toEqual([
      expect.objectContaining({ code, stepId: 'set' }),
    ]);
  });

  it.each(['Field', '__proto__', 'constructor', 'a b', ''])('has a proper name, not “%s”', (name) => {
    expect(problemsOf(chain({ set: set(name, { kind: 'nothing' }) }))[0]).toMatchObject({
      code: 'flow.shape',
    });
  });
});

it('a simulation says what was noted, and the run hears of it', () => {
  const plan = planOf(
    draw({ start: START, on: tag('add'), set: set('stage', { kind: 'text', text: 'begun' }), done: DONE }, [
      ['start', 'next', 'on'],
      ['on', 'next', 'set'],
      ['set', 'next', 'done'],
    ]),
  );
  const { entries, facts } = simulate(plan, {
    enrolledAt: ENROLLED,
    learnerZone: 'Europe/Berlin',
    schoolZone: 'Europe/Berlin',
    modules: [],
    behaviour: BEHAVIOURS.silent,
    horizonDays: 3,
  });
  expect(entries.filter(({ kind }) => kind === 'person').map(({ detail }) => detail)).toEqual([
    'Is tagged “vip”.',
    '“stage” is set to “begun”.',
  ]);
  expect(facts.person.tags).toEqual([{ tag: 'vip', from: ENROLLED, until: null }]);
});
