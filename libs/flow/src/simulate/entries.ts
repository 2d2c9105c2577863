import { fillIn } from '../compile/message-variables.ts';
import { explain } from '../explain/explain.ts';
import { titleOf } from '../explain/release-reason.ts';
import { sayReason } from '../explain/say-reason.ts';
import { sayInstant } from '../explain/say-time.ts';
import type { Command } from '../model/commands.ts';
import type { Step, StepId, StepKind, StepOf } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOutcome, RunState } from '../model/state.ts';
import { mailMomentOf, type MailMoment } from './mail-moment.ts';

/** One line of the dated list. */
export interface SimulationEntry {
  at: Instant;
  kind:
    | 'released'
    | 'relocked'
    | 'message'
    | 'person'
    | 'text'
    | 'task'
    | 'branch'
    | 'waiting'
    | 'certificate'
    | 'finished'
    | 'blocked'
    | 'learner'
    | 'event'
    | 'operator';
  /** Null when it is about the learner or the run as a whole. */
  stepId: StepId | null;
  title: string;
  /** A plain sentence. */
  detail: string;
  /** The way taken, for `branch`. */
  port: string | null;
  /** The automation of a run that was called; left out: the run's own doing. */
  called?: string;
  /** Only of a `message`: what it names that only the run knows. */
  mail?: MailMoment;
}

/** A run just after a turn, with what the turn said. */
interface Turned {
  plan: Plan;
  state: RunState;
  facts: Facts;
}

const OUTCOMES = {
  completed: 'The run is completed.',
  ended: 'The run has ended.',
  exited: 'The run was ended early.',
};

function endingOf(outcome: RunOutcome, reason: string | null): string {
  if (outcome !== 'exited' || reason === null) return OUTCOMES[outcome];
  return `The run was ended early: ${reason.replace(/\.$/, '')}.`;
}

const PORT_WORDS: Record<string, string> = {
  next: 'It came about.',
  timeout: 'The time was up.',
  otherwise: 'None of the conditions held.',
  passed: 'Passed.',
  failed: 'Not passed.',
  missing: 'Nothing was handed in in time.',
  again: 'Once more.',
  done: 'Often enough.',
  stopped: 'Not let on.',
  missed: 'The goal is not reached.',
  paid: 'Paid.',
  subscribed: 'Subscribed and paid.',
  declined: 'The card said no.',
  expired: 'Nobody subscribed on the page in time.',
  short: 'Not all of the ways have come.',
  approved: 'Approved.',
  rejected: 'Rejected.',
  ended: 'It ended otherwise.',
  'not-started': 'Not let in.',
  'not-done': 'It could not be done.',
  acknowledged: 'Acknowledged.',
  'not-acknowledged': 'Nobody took notice.',
};

/** The ways of a step that its author has given titles. */
function titledWays(step: Step): ReadonlyArray<{ id: string; title: string }> {
  if (step.kind === 'branch') return step.config.branches;
  return step.kind === 'split' ? step.config.ways : [];
}

function wayTaken(step: Step, port: string): string {
  const way = titledWays(step).find(({ id }) => id === port);
  if (way !== undefined) return `${way.title}.`;
  if (step.kind === 'filter' && port === 'next') return 'Let on.';
  if (step.kind === 'task' && port === 'done') return 'It was done.';
  if (step.kind === 'callAutomation' && port === 'next')
    return step.config.wait ? 'The called automation has ended.' : 'The called automation has begun.';
  if (step.kind === 'goal' && port === 'next') return 'The goal is reached.';
  return PORT_WORDS[port] ?? port;
}

/** Steps whose way out says something about the learner. */
const CHOICES: ReadonlySet<StepKind> = new Set<StepKind>([
  'branch',
  'waitFor',
  'assess',
  'grade',
  'split',
  'filter',
  'goTo',
  'goal',
  'join',
  'charge',
  'subscribe',
  'approve',
  'callAutomation',
  'generate',
]);

function whyWaiting(
  { plan, state, facts }: Turned,
  place: { stepId: StepId; visit: number },
  at: Instant,
): string {
  const here = explain(plan, state, facts, at).find(
    ({ stepId, visit }) => stepId === place.stepId && visit === place.visit,
  );
  const reasons = here?.reasons ?? [];
  return reasons.map((reason) => sayReason(reason, { zone: facts.learnerZone, now: at })).join(' ');
}

/** A simulation asks no provider: where a text would stand, it says so. */
const standIn = ({ title }: Step) => `[a text by "${title}"]`;

/** The texts that a drawing has written, by the variables that stand for them. */
function textsOf({ steps }: Plan): Record<string, string> {
  const writers = Object.values(steps).flatMap(({ step }) => (step.kind === 'generate' ? [step] : []));
  return Object.fromEntries(writers.map((step) => [`text.${step.config.into}`, standIn(step)]));
}

function subjectOf(step: StepOf<'message'>, module: string | null, { plan, facts }: Turned): string {
  const values = textsOf(plan);
  if (module !== null) values['module.title'] = titleOf(module, facts);
  return fillIn(step.config.subject, values);
}

/** Kept back by the quiet hours: when it leaves. */
function goesOut({ notBefore, at }: Extract<Command, { type: 'message' }>, facts: Facts): string {
  if (notBefore === null || notBefore <= at) return '';
  return ` (kept back until ${sayInstant(notBefore, { zone: facts.learnerZone, now: at })})`;
}

function fieldSet({ field, value }: Extract<Command, { type: 'field' }>): string {
  if (value === null) return `“${field}” is taken away.`;
  return `“${field}” is set to ${typeof value === 'string' ? `“${value}”` : String(value)}.`;
}

function given({ kind, config }: Step): string {
  if (kind === 'approve') return `Somebody is asked: ${config.title}`;
  if (kind === 'generate') return 'Somebody is asked to read the text.';
  if (kind === 'alert') return `An alert: ${config.title}`;
  return kind === 'task' ? `A task: ${config.title}` : '';
}

/** Ways out that say something about what somebody has decided. */
const DECIDED: ReadonlySet<string> = new Set([
  'done',
  'not-done',
  'timeout',
  'acknowledged',
  'not-acknowledged',
]);

const tells = ({ kind }: Step, port: string) =>
  CHOICES.has(kind) || ((kind === 'task' || kind === 'alert') && DECIDED.has(port));

/** The line a command is worth, if any. */
export function entryOf(command: Command, turned: Turned): SimulationEntry | null {
  const { plan, facts } = turned;
  const { at } = command;
  if (command.type === 'finished') {
    return {
      at,
      kind: 'finished',
      stepId: null,
      title: 'End',
      detail: endingOf(command.outcome, command.reason),
      port: null,
    };
  }
  if (!('stepId' in command)) return null;
  const step = plan.steps[command.stepId]?.step;
  if (step === undefined) return null;
  const line = { at, stepId: command.stepId, title: step.title, port: null };
  if (command.type === 'release') {
    return { ...line, kind: 'released', detail: `“${titleOf(command.module, facts)}” opens.` };
  }
  if (command.type === 'relock') {
    const detail = `“${titleOf(command.module, facts)}” is closed again: ${command.because}`;
    return { ...line, kind: 'relocked', detail };
  }
  if (command.type === 'message' && step.kind === 'message') {
    return {
      ...line,
      kind: 'message',
      detail: `${subjectOf(step, command.module, turned)}${goesOut(command, facts)}`,
      mail: mailMomentOf(command, step, turned),
    };
  }
  if (command.type === 'effect' && step.kind === 'generate') {
    const detail = `A text is written. Here it is a stand-in: ${standIn(step)}`;
    return { ...line, kind: 'text', detail };
  }
  if (command.type === 'task') return { ...line, kind: 'task', detail: given(step) };
  if (command.type === 'tag') {
    const detail = command.on ? `Is tagged “${command.tag}”.` : `The tag “${command.tag}” is taken off.`;
    return { ...line, kind: 'person', detail };
  }
  if (command.type === 'field') return { ...line, kind: 'person', detail: fieldSet(command) };
  if (command.type === 'changed' && command.problem !== null) {
    return { ...line, kind: 'blocked', detail: command.problem.detail };
  }
  if (command.type === 'changed' && command.status === 'waiting') {
    return { ...line, kind: 'waiting', detail: whyWaiting(turned, command, at) };
  }
  if (command.type !== 'left' || command.port === null || !tells(step, command.port)) return null;
  return { ...line, kind: 'branch', detail: wayTaken(step, command.port), port: command.port };
}
