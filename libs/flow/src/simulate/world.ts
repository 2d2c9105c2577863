import { isComplete } from '../learner/progress.ts';
import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { MINUTE } from '../time/durations.ts';
import { actsIn, afterAct, eventOf, type Act } from './learner-acts.ts';
import { behaviourIn, initialFacts, type Scenario } from './scenario.ts';

/** Something that will happen outside the engine. */
interface Happening {
  at: Instant;
  happen(): void;
}

/** Who listens to what happens outside the run, as it happens. */
export interface Listener {
  act?(act: Act): void;
  certificate?(at: Instant): void;
}

/**
 * All that a run deals with, imagined: a learner who works on what is open, a grader, a mail server and an issuer of
 * certificates. It answers commands with facts, and announces them as events, the way the live system does.
 */
export class World {
  facts: Facts;
  readonly #listener: Listener;
  readonly #scenario: Scenario;
  readonly #listens: ReadonlySet<string>;
  #inputs: Input[] = [];
  readonly #happenings: Happening[] = [];
  #events = 0;

  constructor(scenario: Scenario, listens: Iterable<string>, listener: Listener) {
    this.#scenario = scenario;
    this.#listens = new Set(listens);
    this.facts = initialFacts(scenario);
    this.#listener = listener;
  }

  /** When something happens next; null: nothing will. */
  get nextAt(): Instant | null {
    return this.#happenings[0]?.at ?? null;
  }

  /** Lets everything happen that is due, and answers what the run hears of it. */
  pass(now: Instant): Input[] {
    for (let next = this.#happenings[0]; next !== undefined && next.at <= now; next = this.#happenings[0]) {
      this.#happenings.shift();
      next.happen();
    }
    if (this.#inputs.length === 0) return this.#inputs;
    const heard = this.#inputs;
    this.#inputs = [];
    return heard;
  }

  /** Takes what the run has done: a released module is worked on, an effect is carried out. */
  react(command: Command): void {
    if (command.type === 'release') this.#open(command.module, command.at);
    if (command.type === 'effect') this.#certify(command.key, command.at);
    if (command.type === 'message' && command.awaited)
      this.#later(command.at + MINUTE, () => this.#done(command.key, command.at + MINUTE));
  }

  #later(at: Instant, happen: () => void): void {
    let place = this.#happenings.length;
    while (place > 0 && (this.#happenings[place - 1]?.at ?? 0) > at) place -= 1;
    this.#happenings.splice(place, 0, { at, happen });
  }

  #announce(at: Instant, type: string, data: Record<string, string | number | boolean>): void {
    if (!this.#listens.has(type)) return;
    this.#inputs.push({ kind: 'event', at, id: `event-${(this.#events += 1)}`, type, data });
  }

  #done(key: string, at: Instant): void {
    this.#inputs.push({ kind: 'effect', at, key, outcome: 'done', detail: null });
  }

  #open(key: string, at: Instant): void {
    const index = this.facts.modules.findIndex((other) => other.key === key);
    const module = this.facts.modules[index];
    if (module === undefined || module.releasedAt !== null) return;
    const modules = this.facts.modules.with(index, { ...module, releasedAt: at });
    this.facts = { ...this.facts, modules };
    for (const act of actsIn(module, behaviourIn(this.#scenario, key), at)) {
      this.#later(act.at, () => this.#act(index, act));
    }
  }

  #act(index: number, act: Act): void {
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

  #certify(key: string, at: Instant): void {
    this.#later(at + MINUTE, () => this.#done(key, at + MINUTE));
    const issuedAt = at + 5 * MINUTE;
    this.#later(issuedAt, () => {
      this.facts = { ...this.facts, credential: { issuedAt, failedAt: null } };
      this.#announce(issuedAt, 'credential.issued', {});
      this.#listener.certificate?.(issuedAt);
    });
  }
}
