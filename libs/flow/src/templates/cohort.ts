import type { Step, StepId, StepOf } from '../model/definition.ts';
import type { Catalogue } from '../model/plan.ts';
import { ending, mail, sketch, type Template } from './template.ts';

type Module = Catalogue['modules'][number];
type Line = [from: StepId, port: string, to: StepId];

const EVERY = 3;
const MOST_LOOKS = 8;
const TAG = 'behind';

/** The modules by whose end a cohort is looked at: every third, and the last. */
function checkpoints(modules: readonly Module[]): Module[] {
  const inOrder = modules.toSorted((a, b) => a.position - b.position);
  return inOrder
    .filter((module, index) => (index + 1) % EVERY === 0 || module === inOrder.at(-1))
    .slice(0, MOST_LOOKS);
}

const tag = (title: string, what: 'add' | 'remove'): StepOf<'tag'> => ({
  kind: 'tag',
  title,
  config: { do: what, tag: TAG },
});

/** Waits for a fact, for so many days at most. */
const until = (title: string, condition: string, days: number): StepOf<'waitFor'> => ({
  kind: 'waitFor',
  title,
  config: { for: { kind: 'facts', condition }, timeout: { amount: days, unit: 'days' }, zone: 'learner' },
});

/** One look: the date of the cohort, whether the learner is with it, and a week to catch up if not. */
function look(
  { key, position, title }: Module,
  next: StepId,
): { steps: Record<StepId, Step>; lines: Line[] } {
  const id = (part: string) => `${part}-${position}`;
  const done = `facts.modules[${JSON.stringify(key)}].completed`;
  const days = position * 7;
  const steps: Record<StepId, Step> = {
    [id('date')]: until(`The cohort ends week ${position}`, `facts.daysSinceEnrollment >= ${days}`, days),
    [id('with')]: {
      kind: 'branch',
      title: 'With the cohort?',
      config: { branches: [{ id: 'yes', title: 'Week is done', condition: done }] },
    },
    [id('mark')]: tag('Is behind', 'add'),
    [id('plan')]: mail(
      'A plan to catch up',
      'transactional',
      `Catch up with your cohort in {{course.title}}`,
      [
        `Your cohort has finished week ${position}, "${title}". You are a little behind, and a week is enough to be back.`,
        'Begin with the oldest open lesson, one a day; hand in what is open at the end of it.',
        '[Go on where you stopped]({{links.course}})',
      ],
    ),
    [id('caught')]: until('Caught up?', done, 7),
    [id('clear')]: tag('Has caught up', 'remove'),
    [id('help')]: mail('A hand', 'transactional', 'Shall we look at it together?', [
      `Week ${position} of **{{course.title}}** is still open. Answer this mail and somebody of us looks at it with you.`,
      '[The course]({{links.course}})',
    ]),
  };
  const lines: Line[] = [
    [id('date'), 'next', id('with')],
    [id('date'), 'timeout', id('with')],
    [id('with'), 'yes', next],
    [id('with'), 'otherwise', id('mark')],
    [id('mark'), 'next', id('plan')],
    [id('plan'), 'next', id('caught')],
    [id('caught'), 'next', id('clear')],
    [id('caught'), 'timeout', id('help')],
    [id('clear'), 'next', next],
    [id('help'), 'next', next],
  ];
  return { steps, lines };
}

/** Whoever falls behind their cohort gets a plan, a week and a hand. */
export const cohortCatchUp: Template = {
  id: 'cohort-catch-up',
  name: 'Cohort catch-up',
  purpose:
    'Looks every three weeks who is behind their cohort: a tag, a plan to catch up, a week for it, then a hand.',
  needsCourse: true,
  draw: ({ modules }) => {
    const looks = checkpoints(modules);
    const names = looks.map(({ position }) => `date-${position}`);
    const drawn = looks.map((module, index) => look(module, names[index + 1] ?? 'done'));
    return sketch(
      {
        start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
        ...Object.assign({}, ...drawn.map(({ steps }) => steps)),
        done: ending('Looked after', 'completed'),
      },
      [['start', 'next', names[0] ?? 'done'], ...drawn.flatMap(({ lines }) => lines)],
      { settings: { exitOn: ['enrollment.cancelled', 'credential.issued'] } },
    );
  },
};
