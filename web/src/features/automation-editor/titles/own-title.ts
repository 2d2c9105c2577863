import { Step, sayEvent } from '@gradus/flow';
import type { Catalogue, Duration, StepKind, StepOf } from '@gradus/flow';
import { sayCondition, weekOf } from '../../../canvas/words/condition-words.ts';
import { sayDuration } from '../../../canvas/words/durations.ts';
import { sayStart } from '../../../canvas/words/starts.ts';
import { sayWait } from '../../../canvas/words/waits.ts';
import { newSteps } from '../document/new-steps.ts';

const MOST = 120;

type Titles = { [K in StepKind]?: (config: StepOf<K>['config'], catalogue: Catalogue) => string[] };

/**
 * Titles that nobody needs to write, of the kinds whose title says something of what is set: first the usual one, then those by
 * which generated journeys and templates say the same.
 */
const OWN: Titles = {
  trigger: ({ on }, catalogue) => {
    if (on.kind === 'enrolled') return ['A learner is enrolled', 'Enrolled'];
    if (on.kind === 'manual') return ['Let in by hand', 'Started by hand'];
    return [on.kind === 'event' ? capital(sayEvent(on.event)) : sayStart(on, catalogue)];
  },
  release: ({ module }, catalogue) => {
    const found = catalogue.modules.find(({ key }) => key === module);
    return found
      ? [`Week ${found.position}: ${found.title}`, `Open week ${found.position}`]
      : ['Open a week'];
  },
  wait: (config, catalogue) => {
    const said = sayWait({ ...config, zone: 'none' }, catalogue).replace(/^Waits/, 'Wait');
    const { for: rule, within } = config;
    if (rule.kind !== 'duration' || within !== undefined) return [said];
    const words = inWords(rule.duration);
    return [said, words, `${words} to finish`];
  },
  waitFor: ({ for: what }, catalogue) => [
    `Until ${what.kind === 'event' ? sayEvent(what.event) : sayCondition(what.condition, catalogue)}`,
  ],
  branch: ({ branches: [first, ...others] }) =>
    first && others.length === 0 ? [`${first.title}?`] : ['Which way?'],
  filter: ({ condition }, catalogue) => [`Only if ${sayCondition(condition, catalogue)}`],
  goal: ({ condition }, catalogue) => [capital(sayCondition(condition, catalogue))],
  forEachModule: ({ modules }, catalogue) => [
    modules.kind === 'all'
      ? 'Every week'
      : capital(modules.keys.map((key) => weekOf(key, catalogue)).join(', ')),
  ],
  tag: ({ do: what }) => [what === 'add' ? 'Tag the person' : 'Take the tag off'],
  callAutomation: ({ automation }, { automations = [] }) => {
    const called = automations.find(({ id }) => id === automation);
    return [called ? `Call “${called.name}”` : 'Call an automation'];
  },
  task: ({ title }) => [title],
};

/**
 * The changed step, with a title that follows what is set, as long as the author has written none: as it was first put there, or
 * saying what was set before. A title of the author's own is never touched.
 *
 * @param before the step as it stands in the document
 * @param next the step as its form has it now, perhaps not valid yet: then its title stays
 */
export function withOwnTitle(before: Step, next: Step, catalogue: Catalogue): Step {
  if (before.kind !== next.kind || before.title !== next.title) return next;
  if (JSON.stringify(before.config) === JSON.stringify(next.config)) return next;
  const own = titlesOf(before, catalogue).indexOf(before.title);
  if ((own < 0 && before.title !== firstTitle(before)) || !Step.safeParse(next).success) return next;
  const titles = titlesOf(next, catalogue);
  const title = titles[own] ?? titles[0];
  return title === undefined ? next : { ...next, title };
}

/** None where the title says nothing of what is set. */
function titlesOf({ kind, config }: Step, catalogue: Catalogue): string[] {
  // Both sides come from one kind; the compiler cannot follow that through the union.
  const own = OWN[kind] as ((config: Step['config'], catalogue: Catalogue) => string[]) | undefined;
  return own?.(config, catalogue).map((title) => fitting(title)) ?? [];
}

/** What is said of every new step of the kind, whatever the course. */
const firstTitle = ({ kind }: Step) => newSteps[kind]({ courseTitle: null, modules: [] }, new Set()).title;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const fitting = (text: string) => (text.length <= MOST ? text : `${text.slice(0, MOST - 1).trimEnd()}…`);

const NUMBERS = 'One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve'.split(' ');

/** "Three days". */
function inWords(duration: Duration): string {
  const number = NUMBERS[duration.amount - 1];
  return number === undefined ? sayDuration(duration) : sayDuration(duration).replace(/^\d+/, number);
}
