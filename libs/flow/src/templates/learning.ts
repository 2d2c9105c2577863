import { generateJourney } from '../journey/generate-journey.ts';
import type { StepOf } from '../model/definition.ts';
import type { Catalogue } from '../model/plan.ts';
import { ending, mail, onEvent, pause, sketch, within, type Template } from './template.ts';

const enrolled: StepOf<'trigger'> = {
  kind: 'trigger',
  title: 'Enrolled',
  config: { on: { kind: 'enrolled' } },
};

function phasesOf({ modules }: Catalogue) {
  const titles = new Map(modules.map(({ phase, phaseTitle }) => [phase, phaseTitle ?? '']));
  return [...titles].map(([key, title]) => ({
    key,
    title,
    modules: modules.filter(({ phase }) => phase === key),
  }));
}

/** Every week of the course, one after the other. */
export const weeklyDrip: Template = {
  id: 'weekly-drip',
  name: 'Week by week',
  purpose:
    'Opens a module a week with a mail, looks after each phase at who fell behind, then issues the certificate.',
  needsCourse: true,
  draw: (catalogue) =>
    generateJourney({
      courseTitle: catalogue.courseTitle ?? '',
      durationWeeks: catalogue.modules.length,
      phases: phasesOf(catalogue),
    }),
};

/** The first days decide. */
export const onboarding: Template = {
  id: 'onboarding',
  name: 'Onboarding',
  purpose: 'A welcome, and for whoever has not begun after two days a nudge, and a hand after five.',
  needsCourse: true,
  draw: () =>
    sketch(
      {
        start: enrolled,
        welcome: mail('Welcome', 'transactional', 'Welcome to {{course.title}}', [
          'Good to have you in **{{course.title}}**. The best beginning is a small one: one lesson today.',
          '[Begin]({{links.course}})',
        ]),
        begun: within('Begun in time?', 'lesson.completed', { amount: 2, unit: 'days' }),
        nudge: mail('A small nudge', 'transactional', 'Ten minutes for {{course.title}}', [
          'Your first lesson is waiting. It takes about ten minutes.',
          '[Read it now]({{links.course}})',
        ]),
        later: within('Begun after all?', 'lesson.completed', { amount: 3, unit: 'days' }),
        hand: mail('A hand', 'transactional', 'Can we help you to begin?', [
          'You have not begun **{{course.title}}** yet. If anything is in the way, answer this mail: a person reads it.',
          '[The course]({{links.course}})',
        ]),
        going: ending('Has begun', 'completed'),
        stopped: ending('Has not begun', 'ended'),
      },
      [
        ['start', 'next', 'welcome'],
        ['welcome', 'next', 'begun'],
        ['begun', 'next', 'going'],
        ['begun', 'timeout', 'nudge'],
        ['nudge', 'next', 'later'],
        ['later', 'next', 'going'],
        ['later', 'timeout', 'hand'],
        ['hand', 'next', 'stopped'],
      ],
      { settings: { exitOn: ['enrollment.cancelled'] } },
    ),
};

/** Whoever goes silent is written to, again and again, with growing patience. */
export const winBack: Template = {
  id: 'win-back',
  name: 'Win back',
  purpose:
    'Two weeks without a lesson bring a friendly mail, another two a last one; every lesson starts it anew.',
  needsCourse: true,
  draw: () =>
    sketch(
      {
        start: enrolled,
        active: within('A lesson in time?', 'lesson.completed', { amount: 14, unit: 'days' }),
        finished: {
          kind: 'branch',
          title: 'All work done?',
          config: {
            branches: [{ id: 'yes', title: 'All work is done', condition: 'facts.requirementsMet' }],
          },
        },
        rest: pause('One day', 1, 'days'),
        missed: mail('We miss you', 'marketing', 'Your place in {{course.title}} is still warm', [
          'It has been quiet for two weeks. Everything you have done is kept, and what is open stays open.',
          '[Go on with one lesson]({{links.course}})',
        ]),
        again: within('Back in time?', 'lesson.completed', { amount: 14, unit: 'days' }),
        farewell: mail('A last word', 'marketing', 'We leave {{course.title}} open for you', [
          'This is our last mail of this kind. Whenever you come back, you go on where you were.',
          '[The course]({{links.course}})',
        ]),
        done: ending('Has finished', 'completed'),
        lost: ending('Did not come back', 'ended'),
      },
      [
        ['start', 'next', 'active'],
        ['active', 'next', 'finished'],
        ['finished', 'yes', 'done'],
        ['finished', 'otherwise', 'rest'],
        ['rest', 'next', 'active', 'back'],
        ['active', 'timeout', 'missed'],
        ['missed', 'next', 'again'],
        ['again', 'next', 'finished', 'back'],
        ['again', 'timeout', 'farewell'],
        ['farewell', 'next', 'lost'],
      ],
      { settings: { exitOn: ['enrollment.cancelled', 'credential.issued'] } },
    ),
};

/** Not for a grade that only changed, of which its own message tells, and not for whoever has passed by another attempt. */
const NOT_PASSED = 'event.passed == false && event.changed == false && !facts.modules[event.module].passed';

/** A failed assessment is the moment to help. */
export const assessmentRescue: Template = {
  id: 'assessment-rescue',
  name: 'Assessment rescue',
  purpose: 'After a failed assessment: courage and a second try, and a reminder when nothing was handed in.',
  needsCourse: true,
  draw: () =>
    sketch(
      {
        start: onEvent('Not passed', 'submission.graded', NOT_PASSED),
        courage: mail('Not yet', 'transactional', 'Not yet, and that is no harm', [
          'Your last work in **{{course.title}}** did not pass yet. The feedback on every part of it says what is missing.',
          '[Read the feedback and hand in again]({{links.course}})',
        ]),
        tried: within('Handed in again?', 'submission.made', { amount: 4, unit: 'days' }),
        remind: mail('The next try', 'transactional', 'Your next try in {{course.title}}', [
          'Most people pass at the second try: improve just the part the feedback names.',
          '[Hand in again]({{links.course}})',
        ]),
        done: ending('Has tried again', 'completed'),
        open: ending('Reminded', 'ended'),
      },
      [
        ['start', 'next', 'courage'],
        ['courage', 'next', 'tried'],
        ['tried', 'next', 'done'],
        ['tried', 'timeout', 'remind'],
        ['remind', 'next', 'open'],
      ],
      { entry: { rule: 'afterEnd' }, settings: { exitOn: ['enrollment.cancelled'] } },
    ),
};
