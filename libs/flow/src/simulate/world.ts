import { withMoneyEvent } from '../learner/money.ts';
import { RUN_ENDED } from '../kinds/calling/call-automation.ts';
import { TASK_DECIDED } from '../kinds/asking/decisions.ts';
import { isOpen, opened, withModuleClosed } from '../learner/module-access.ts';
import { withPersonChange } from '../learner/person.ts';
import { isComplete } from '../learner/progress.ts';
import { withCommands } from '../learner/with-commands.ts';
import type { Command } from '../model/commands.ts';
import type { CallFact, Facts, ModuleFacts } from '../model/facts.ts';
import type { EventInput, Input } from '../model/inputs.ts';
import type { Instant, TimeZone } from '../model/instant.ts';
import { type Consequence, consequencesOf } from './effect-answers.ts';
import { endOfCall, isCall, refusedCall, type Caller } from './called/call-answers.ts';
import { OWN, Seats } from './called/seats.ts';
import { actsIn, afterAct, eventOf, later, type Act } from './learner-acts.ts';
import { USUAL_MIND, type Answer, type Asked, type AskedTask, type Mind, type Verdict } from './mind.ts';
import type { Behaviour, ScriptedInput } from './scenario.ts';

/** Something that will happen outside the engine. Data, so that a world can be copied at any moment. */
export type Happening =
  | { at: Instant; kind: 'act'; act: Act }
  | ({ at: Instant; kind: 'outcome'; asked: Asked; seat: number } & Omit<Answer, 'after'>)
  | { at: Instant; kind: 'consequence'; consequence: Consequence }
  | { at: Instant; kind: 'decided'; task: AskedTask; decision: string; seat: number }
  /** A called run of which nothing else is known. */
  | { at: Instant; kind: 'ended'; visit: Visit; outcome: CallFact['outcome']; seat: number }
  | { at: Instant; kind: 'scripted'; input: ScriptedInput }
  /** By another automation. */
  | { at: Instant; kind: 'opened'; module: string };

/** A place in a run. */
type Visit = Pick<AskedTask, 'stepId' | 'visit'>;

/** What the mind has left open. */
export type OpenQuestion =
  | { kind: 'module'; module: ModuleFacts; at: Instant }
  | { kind: 'effect'; asked: Asked }
  | { kind: 'task'; task: AskedTask };

/** Who listens to what happens outside the run, as it happens. */
export interface Listener {
  act?(act: Act): void;
  consequence?(type: string, at: Instant): void;
  scripted?(input: ScriptedInput): void;
  outcome?(asked: Asked, outcome: Answer['outcome'], at: Instant): void;
  decided?(stepId: string, decision: string, at: Instant): void;
}

const sameTask = (one: Visit, other: Visit) => one.stepId === other.stepId && one.visit === other.visit;

const REFUSED = { code: 'simulation.refused', message: 'It was refused, as the script says.' };
const UNKNOWN = {
  code: 'simulation.unknown',
  message: 'Nobody knows whether it happened, as the script says.',
};

/**
 * All that a run deals with, imagined: a learner who works on what is open, a grader, a mail server, whoever carries out
 * effects. It answers commands with facts, and announces them as events, the way the live system does.
 */
export class World {
  facts: Facts;
  readonly #mind: Mind;
  readonly #listener: Listener;
  readonly #seats: Seats;
  /** Carries out calls; null: nobody does. */
  caller: Caller | null = null;
  #happenings: Happening[] = [];
  #questions: OpenQuestion[] = [];
  /** What was still to be done in a module when it was closed. */
  #shelved: Readonly<Record<string, { at: Instant; acts: readonly Act[]; asked: boolean }>> = {};

  constructor(facts: Facts, mind: Mind, seats: Seats, listener: Listener) {
    this.facts = facts;
    this.#mind = mind;
    this.#seats = seats;
    this.#listener = listener;
  }

  /** The same world, going its own way from here on. */
  fork(listener: Listener): World {
    const copy = new World(this.facts, this.#mind, this.#seats.fork(), listener);
    copy.#happenings = [...this.#happenings];
    copy.#questions = [...this.#questions];
    copy.#shelved = this.#shelved;
    return copy;
  }

  /** A run that was called takes part from now on; answers its seat. */
  sit(listens: ReadonlySet<string>): number {
    return this.#seats.sit(listens);
  }

  /** What one of the runs may know. */
  factsOf(seat: number): Facts {
    return this.#seats.factsOf(seat, this.facts);
  }

  /** A run has ended that another one had called. */
  ended({ stepId, visit }: Visit, seat: number, outcome: CallFact['outcome'], at: Instant): void {
    this.#seats.noteCall(seat, { stepId, visit, at, outcome });
    this.#seats.announce(at, RUN_ENDED, { outcome }, seat);
  }

  /** When something happens next; null: nothing will. */
  get nextAt(): Instant | null {
    return this.#happenings[0]?.at ?? null;
  }

  /** What will happen, in order, as far as it is decided. */
  get ahead(): readonly Happening[] {
    return this.#happenings;
  }

  /** What nobody has decided yet. */
  get questions(): readonly OpenQuestion[] {
    return this.#questions;
  }

  /** Lets everything happen that is due, and answers what the walk's own run hears of it. */
  pass(now: Instant): Input[] {
    for (let next = this.#happenings[0]; next !== undefined && next.at <= now; next = this.#happenings[0]) {
      this.#happenings.shift();
      this.#happen(next);
    }
    return this.heard();
  }

  /** Takes what a run has done: a released module is worked on, an effect is carried out. */
  react(command: Command, seat = OWN): void {
    if (command.type === 'release') this.#open(command.module, command.at);
    else if (command.type === 'relock') this.#close(command);
    else if (command.type === 'effect' || (command.type === 'message' && command.awaited))
      this.#ask(command, seat);
    else if (command.type === 'tag' || command.type === 'field') this.#changePerson(command);
    else if (command.type === 'task' && command.holds) this.#askPerson(command, seat);
    else if (command.type === 'taskClosed') this.#closeTask(command, seat);
    else if (command.type === 'cancel') this.#callOff(command.key, command.at, seat);
    else if (command.type === 'endCalled') this.#forgetCall(command, seat);
  }

  /** What a run hears of at once, because of what has just been done. */
  heard(seat = OWN): Input[] {
    return this.#seats.heard(seat);
  }

  /** Something will come from outside. */
  schedule(input: ScriptedInput): void {
    this.#later({ at: input.at, kind: 'scripted', input });
  }

  /** The learner, or a grader, will do this, whatever is open then. */
  live(act: Act): void {
    this.#later({ at: act.at, kind: 'act', act });
  }

  /** Another automation will open a module. */
  openLater(module: string, at: Instant): void {
    this.#later({ at, kind: 'opened', module });
  }

  /** The learner behaves like this in an open module from now on; what lies before `from` is as it is. */
  behave(module: ModuleFacts, behaviour: Behaviour, from: Instant): void {
    this.#questions = this.#questions.filter(
      (open) => open.kind !== 'module' || open.module.key !== module.key,
    );
    for (const act of actsIn(module, behaviour, module.releasedAt ?? from)) {
      if (act.at > from) this.#later({ at: act.at, kind: 'act', act });
    }
  }

  /** An effect comes to this. */
  answer(asked: Asked, { outcome, after, result }: Answer, seat = OWN): void {
    this.#questions = this.#questions.filter(
      (open) => open.kind !== 'effect' || open.asked.key !== asked.key,
    );
    this.#later({
      at: asked.at + after,
      kind: 'outcome',
      asked,
      seat,
      outcome,
      ...(result !== undefined && { result }),
    });
  }

  /** Somebody decides about a task, or never does. */
  judge(task: AskedTask, verdict: Verdict, seat = OWN): void {
    this.#questions = this.#questions.filter((open) => open.kind !== 'task' || !sameTask(open.task, task));
    if (verdict === 'never') return;
    const { decision, after } = verdict;
    this.#later({ at: task.at + after, kind: 'decided', task, decision, seat });
  }

  /** What is scripted is about the walk's own run; in the others everybody does what is usual. */
  #mindOf(seat: number): Mind {
    return seat === OWN ? this.#mind : USUAL_MIND;
  }

  #askPerson(task: AskedTask, seat: number): void {
    const verdict = this.#mindOf(seat).judge(task);
    if (verdict === null) this.#questions.push({ kind: 'task', task });
    else this.judge(task, verdict, seat);
  }

  #closeTask(closed: Visit, seat: number): void {
    if (seat === OWN)
      this.#questions = this.#questions.filter(
        (open) => open.kind !== 'task' || !sameTask(open.task, closed),
      );
    this.#happenings = this.#happenings.filter(
      (happening) =>
        happening.kind !== 'decided' || happening.seat !== seat || !sameTask(happening.task, closed),
    );
  }

  /** Nobody waits for its end any more. */
  #forgetCall(visit: Visit, seat: number): void {
    this.#happenings = this.#happenings.filter(
      (happening) =>
        happening.kind !== 'ended' || happening.seat !== seat || !sameTask(happening.visit, visit),
    );
  }

  #decided({ stepId, visit }: AskedTask, decision: string, at: Instant, seat: number): void {
    this.#seats.noteTask(seat, { stepId, visit, at, decision });
    this.#announce(at, TASK_DECIDED, { step: stepId, decision });
    if (seat === OWN) this.#listener.decided?.(stepId, decision, at);
  }

  #changePerson(command: Extract<Command, { type: 'tag' | 'field' }>): void {
    this.facts = withCommands(this.facts, [command]);
    if (command.type === 'field') this.#announce(command.at, 'field.changed', { field: command.field });
    else this.#announce(command.at, command.on ? 'tag.added' : 'tag.removed', { tag: command.tag });
  }

  #later(happening: Happening): void {
    let place = this.#happenings.length;
    while (place > 0 && (this.#happenings[place - 1]?.at ?? 0) > happening.at) place -= 1;
    this.#happenings.splice(place, 0, happening);
  }

  #announce(at: Instant, type: string, data: EventInput['data']): void {
    this.#seats.announce(at, type, data);
  }

  #happen(happening: Happening): void {
    if (happening.kind === 'act') this.#act(happening.act);
    else if (happening.kind === 'outcome') this.#settle(happening.asked, happening, happening);
    else if (happening.kind === 'decided')
      this.#decided(happening.task, happening.decision, happening.at, happening.seat);
    else if (happening.kind === 'ended')
      this.ended(happening.visit, happening.seat, happening.outcome, happening.at);
    else if (happening.kind === 'scripted') this.#come(happening.input);
    else if (happening.kind === 'opened') this.#open(happening.module, happening.at);
    else {
      const { consequence, at } = happening;
      this.facts = consequence.change(this.facts, at);
      this.#announce(at, consequence.type, consequence.data);
      this.#listener.consequence?.(consequence.type, at);
    }
  }

  #come(input: ScriptedInput): void {
    this.#listener.scripted?.(input);
    if (input.kind === 'event') return this.#event(input.at, input.type, input.data ?? {});
    if (input.kind === 'zone') return this.#move(input.at, input.zone);
    const id = this.#seats.number('command');
    this.#seats.hear(OWN, { kind: 'command', at: input.at, id, command: input.command });
  }

  /** What an event says of the person is true from then on. */
  #event(at: Instant, type: string, data: EventInput['data']): void {
    const { tag } = data;
    if ((type === 'tag.added' || type === 'tag.removed') && typeof tag === 'string')
      this.facts = withPersonChange(this.facts, { type: 'tag', tag, on: type === 'tag.added' }, at);
    this.facts = withMoneyEvent(this.facts, { type, data }, at);
    this.#announce(at, type, data);
  }

  #move(at: Instant, to: TimeZone): void {
    const { learnerZone: from, zoneChanges = [] } = this.facts;
    this.facts = { ...this.facts, learnerZone: to, zoneChanges: [...zoneChanges, { at, from }] };
    this.#seats.move(at, from, to);
  }

  #ask(asked: Asked, seat: number): void {
    const answer = this.#mindOf(seat).answer(asked);
    if (answer === null) this.#questions.push({ kind: 'effect', asked });
    else this.answer(asked, answer, seat);
  }

  /** An effect is begun the moment it is answered, so what is called off has never been begun. */
  #callOff(key: string, at: Instant, seat: number): void {
    const open = (asked: Asked) => asked.key === key;
    this.#questions = this.#questions.filter(
      (question) => question.kind !== 'effect' || !open(question.asked),
    );
    this.#happenings = this.#happenings.filter(
      (happening) => happening.kind !== 'outcome' || !open(happening.asked),
    );
    this.#seats.hear(seat, { kind: 'effect', at, key, outcome: 'cancelled', detail: null });
  }

  #settle(asked: Asked, given: Omit<Answer, 'after'>, { at, seat }: { at: Instant; seat: number }): void {
    const { outcome, detail, result } = this.#carriedOut(asked, given, at, seat);
    this.#seats.hear(seat, {
      kind: 'effect',
      at,
      key: asked.key,
      outcome,
      detail,
      ...(result !== undefined && { result }),
    });
    if (seat === OWN) this.#listener.outcome?.(asked, outcome, at);
    if (asked.type !== 'effect' || outcome !== 'done') return;
    for (const consequence of consequencesOf(asked, result ?? {}, this.facts))
      this.#later({ at: Math.max(at, asked.at + consequence.after), kind: 'consequence', consequence });
  }

  /** What becomes of an effect; a call that is carried out begins a run of its own, or one that ends as the answer says. */
  #carriedOut(asked: Asked, { outcome, result }: Omit<Answer, 'after'>, at: Instant, seat: number) {
    if (outcome === 'unknown') return { outcome, result, detail: UNKNOWN };
    if (outcome === 'refused')
      return {
        outcome,
        result,
        detail: (isCall(asked) ? refusedCall(result?.['because']) : null) ?? REFUSED,
      };
    if (!isCall(asked)) return { outcome, result, detail: null };
    const begun = this.caller?.(asked, seat) ?? null;
    if (begun !== null && begun !== 'begun')
      return { outcome: 'refused' as const, result, detail: refusedCall(begun) };
    const end = begun === null ? endOfCall(result) : null;
    const { stepId, visit } = asked;
    if (end !== null)
      this.#later({
        at: at + end.after,
        kind: 'ended',
        visit: { stepId, visit },
        outcome: end.outcome,
        seat,
      });
    return { outcome, result, detail: null };
  }

  #open(key: string, at: Instant): void {
    const index = this.facts.modules.findIndex((other) => other.key === key);
    const module = this.facts.modules[index];
    if (module === undefined || isOpen(module, at)) return;
    const open = opened(module, at);
    this.facts = { ...this.facts, modules: this.facts.modules.with(index, open) };
    if (module.releasedAt !== null) return this.#takeUp(open, at);
    const behaviour = this.#mind.inModule(key);
    if (behaviour === null) this.#questions.push({ kind: 'module', module: open, at });
    else this.behave(open, behaviour, at);
  }

  /** What the learner was about to do has to wait; what is handed in is graded all the same. */
  #close(closing: Extract<Command, { type: 'relock' }>): void {
    const { module: key, at } = closing;
    this.facts = withModuleClosed(this.facts, closing);
    const ahead = this.#happenings.flatMap((one) => (one.kind === 'act' ? [one.act] : []));
    const inside = ahead.filter((act) => act.module === key);
    const submitted = new Set(inside.flatMap((act) => (act.kind === 'submitted' ? [act.attempt] : [])));
    const waits = (act: Act) => act.kind !== 'graded' || submitted.has(act.grade.attempt);
    const asked = this.#questions.some((open) => open.kind === 'module' && open.module.key === key);
    this.#shelved = { ...this.#shelved, [key]: { at, acts: inside.filter(waits), asked } };
    this.#happenings = this.#happenings.filter(
      (one) => one.kind !== 'act' || one.act.module !== key || !waits(one.act),
    );
    this.#questions = this.#questions.filter((open) => open.kind !== 'module' || open.module.key !== key);
  }

  /** Goes on where the learner was when the module was closed. */
  #takeUp(module: ModuleFacts, now: Instant): void {
    const { [module.key]: shelved, ...others } = this.#shelved;
    this.#shelved = others;
    if (shelved === undefined) return;
    const { at, acts, asked } = shelved;
    if (asked) this.#questions.push({ kind: 'module', module, at: now });
    for (const act of acts) this.live(later(act, now - at));
  }

  #act(act: Act): void {
    const index = this.facts.modules.findIndex(({ key }) => key === act.module);
    const before = this.facts.modules[index];
    if (before === undefined) return;
    const after = afterAct(before, act);
    this.facts = { ...this.facts, modules: this.facts.modules.with(index, after) };
    const { type, data } = eventOf(act);
    this.#announce(act.at, type, data);
    this.#listener.act?.(act);
    if (!isComplete(after, act.at) || isComplete(before, act.at)) return;
    this.#announce(act.at, 'module.completed', { module: act.module });
    if (this.facts.modules.every((module) => isComplete(module, act.at)))
      this.#announce(act.at, 'requirements.met', {});
  }
}
