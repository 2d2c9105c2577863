import { sayMoney } from '@gradus/contracts';
import { sayEvent } from '@gradus/flow';
import type { Catalogue, StepKind, StepOf } from '@gradus/flow';
import { sayCondition, weekOf } from './condition-words.ts';
import { sayDuration, sayLocalDate, sayWeekdayTime, zoneSuffix } from './durations.ts';
import { sayAddressee, sayField } from './person-words.ts';
import { sayStart } from './starts.ts';
import { sayWait } from './waits.ts';

type Summaries = { [K in StepKind]: (config: StepOf<K>['config'], catalogue: Catalogue) => string };

/** What a box says about itself in one plain line. */
export const stepSummaries = {
  trigger: ({ on }, catalogue) => sayStart(on, catalogue),
  release: (config, catalogue) => `Opens ${weekOf(config.module, catalogue)}${sayRelease(config)}`,
  relock: ({ module, reason }, catalogue) => `Closes ${weekOf(module, catalogue)} again: ${reason}`,
  wait: sayWait,
  waitFor: ({ for: what, timeout }, catalogue) => {
    const until =
      what.kind === 'event'
        ? `Waits until ${sayEvent(what.event)}${what.since === undefined ? '' : ', or has since before'}`
        : `Waits until ${sayCondition(what.condition, catalogue)}`;
    return timeout ? `${until}, at most ${sayDuration(timeout)}` : until;
  },
  branch: ({ branches }, catalogue) => {
    const first = branches[0];
    if (first && branches.length === 1) return `If ${sayCondition(first.condition, catalogue)}`;
    return `${branches.length + 1} ways, the first that holds`;
  },
  split: ({ ways }) => ways.map(({ title, percent }) => `${title} ${percent} %`).join(', '),
  filter: ({ condition }, catalogue) => `Only if ${sayCondition(condition, catalogue)}`,
  goTo: ({ max }) => (max === 1 ? 'Goes back once' : `Goes back up to ${max} times`),
  goal: ({ condition }, catalogue) => `Reached when ${sayCondition(condition, catalogue)}`,
  exit: ({ reason }) => `Ends the run: ${reason}`,
  parallel: ({ ways }) => `${ways.map(({ title }) => title).join(', ')}: all at once`,
  forEachModule: ({ modules }, catalogue) =>
    modules.kind === 'all'
      ? 'The same for every week, one after another'
      : `The same for ${modules.keys.map((key) => weekOf(key, catalogue)).join(', ')}`,
  join: ({ for: rule }) => {
    if (rule.kind === 'all') return 'Goes on once all ways are here';
    return rule.kind === 'any'
      ? 'Goes on with the first way that is here'
      : `Goes on once ${rule.count === 1 ? 'one way is' : `${rule.count} ways are`} here`;
  },
  message: (config) => `${sayChannel(config)}: “${withPlacesNamed(config.subject)}”`,
  assess: ({ module, due }, catalogue) =>
    `Waits for the graded work of ${weekOf(module, catalogue)}${due ? `, due in ${sayDuration(due)}` : ''}`,
  grade: ({ module, by, within }, catalogue) =>
    `Has the work of ${weekOf(module, catalogue)} graded${by === 'person' ? ' by a person' : ''}${within ? `, at most ${sayDuration(within)}` : ''}`,
  certify: () => 'Issues the certificate',
  revoke: ({ reason }) => `Revokes the certificate: ${reason}`,
  tag: ({ do: what, tag }) => (what === 'add' ? `Adds the tag “${tag}”` : `Takes the tag “${tag}” off`),
  setField: ({ field, value }) => sayField(field, value),
  webhook: ({ url }) => `Tells ${hostOf(url)}`,
  callAutomation: ({ automation, wait, timeout }, { automations }) => {
    const called = automations?.find(({ id }) => id === automation);
    if (automations !== undefined && called === undefined) return 'Calls no automation yet';
    const said = called === undefined ? 'Calls another automation' : `Calls “${called.name}”`;
    if (!wait) return said;
    return `${said} and waits for its end${timeout ? `, at most ${sayDuration(timeout)}` : ''}`;
  },
  generate: ({ into, review, to }) =>
    review
      ? `Writes “${into}”, and asks ${sayAddressee(to)} to read it`
      : `Writes “${into}”; nobody reads it first`,
  charge: ({ amountMinor, currency, title }) => `Takes ${sayMoney(amountMinor, currency)} for “${title}”`,
  subscribe: ({ amountMinor, currency, every, title, checkout }) => {
    const price = `${sayMoney(amountMinor, currency)} a ${every} for “${title}”`;
    return checkout
      ? `${price}; without a card on the provider’s page, within ${sayDuration(checkout.within)}`
      : price;
  },
  refund: (config) => sayRefund(config),
  grant: ({ course }, { courses }) =>
    `Gives “${courses?.find(({ key }) => key === course)?.title ?? course}”`,
  endEntitlement: ({ source }) =>
    source === 'all' ? 'Ends every right to the course' : `Ends the right that came ${SOURCES[source]}`,
  approve: ({ title, to, due }) =>
    `Asks ${sayAddressee(to)}: ${title}${due ? `, due in ${sayDuration(due)}` : ''}`,
  task: ({ title, to, due }) =>
    `For ${sayAddressee(to)}: ${title}${due ? `, due in ${sayDuration(due)}` : ''}`,
  alert: ({ title, to }) => `Tells ${to.map(sayAddressee).join(', then ')}: ${title}`,
  end: ({ outcome }) => (outcome === 'completed' ? 'The journey is completed' : 'The journey ends here'),
} satisfies Summaries;

/** Whom a call goes to; the path may hold what is nobody's business. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'nobody yet');

const SOURCES = { order: 'with the payment', grant: 'as a gift', subscription: 'with the subscription' };

function sayRefund({ of, part }: StepOf<'refund'>['config']): string {
  const payment = of === 'order' ? 'the price of the course' : 'the last payment';
  if (part.kind === 'percent') return `Gives back ${part.percent} % of ${payment}`;
  if (part.kind === 'all') return `Gives back ${payment}`;
  return `Gives back a part of ${payment}`;
}

function sayRelease({ policy, snap, zone }: StepOf<'release'>['config']): string {
  const said = sayPolicy(policy);
  const when = /^\d/.test(said) ? `, ${said}` : ` ${said}`;
  return snap ? `${when}, then the next ${sayWeekdayTime(snap)}${zoneSuffix(zone)}` : when;
}

function sayPolicy(policy: StepOf<'release'>['config']['policy']): string {
  if (policy.kind === 'date') return `on ${sayLocalDate(policy.date)}, ${policy.time}`;
  const days = policy.days === 1 ? '1 day' : `${policy.days} days`;
  if (policy.kind === 'afterEnrollment')
    return policy.days === 0 ? 'at enrollment' : `${days} after enrollment`;
  if (policy.kind === 'afterPreviousRelease') {
    return policy.days === 0 ? 'together with the week before' : `${days} after the week before opened`;
  }
  return policy.days === 0
    ? 'when the week before is completed'
    : `${days} after the week before is completed`;
}

/** Picks the sentence of the step's own kind; the cast is sound because both sides come from one `kind`. */
export function summarise<K extends StepKind>(step: StepOf<K>, catalogue: Catalogue): string {
  const say = stepSummaries[step.kind as K] as Summaries[K];
  return say(step.config as StepOf<K>['config'], catalogue);
}

/** What is filled in as a message goes out, as a person would write it: "Welcome to [course title]". */
const withPlacesNamed = (text: string) =>
  text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => `[${name.replaceAll(/[._-]/g, ' ')}]`);

function sayChannel({ channel = 'mail', category }: StepOf<'message'>['config']): string {
  const said = { mail: 'mail', inApp: 'notice', both: 'mail and notice' }[channel];
  return category === 'marketing' ? `Marketing ${said}` : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}
