import { completedAt } from '../learner/progress.ts';
import type { Command } from '../model/commands.ts';
import type { Facts, ModuleFacts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { MINUTE } from '../time/durations.ts';
import { actsIn, type Act } from './learner-acts.ts';
import { behaviourIn, initialFacts, type Scenario } from './scenario.ts';

/** Something that will happen outside the engine. */
interface Happening {
  at: Instant;
  happen(): void;
}

/** A line about the learner rather than about a step. */
export interface WorldLine {
  at: Instant;
  kind: 'learner' | 'certificate';
  title: string;
  detail: string;
}

/**
 * All that a run deals with, imagined: a learner who works on what is open, a grader, a mail server and an issuer of
 * certificates. It answers commands with facts, and announces them as events, the way the live system does.
 */
export class World {
  facts: Facts;
  readonly lines: WorldLine[] = [];
  readonly #inputs: Input[] = [];
  readonly #scenario: Scenario;
  readonly #listens: ReadonlySet<string>;
  #happenings: Happening[] = [];
  #events = 0;

  constructor(scenario: Scenario, listens: Iterable<string>) {
    this.#scenario = scenario;
    this.#listens = new Set(listens);
    this.facts = initialFacts(scenario);
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
    return this.#inputs.splice(0);
  }

  /** Takes what the run has done: a released module is worked on, an effect is carried out. */
  react(command: Command): void {
    if (command.type === 'release') this.#open(command.module, command.at);
    if (command.type === 'effect') this.#certify(command.key, command.at);
    if (command.type === 'message' && command.awaited)
      this.#later(command.at + MINUTE, () => this.#done(command.key, command.at + MINUTE));
  }

  #later(at: Instant, happen: () => void): void {
    const after = this.#happenings.findIndex((other) => other.at > at);
    this.#happenings.splice(after === -1 ? this.#happenings.length : after, 0, { at, happen });
  }

  #announce(at: Instant, type: string, data: Record<string, string | number | boolean>): void {
    if (!this.#listens.has(type)) return;
    this.#inputs.push({ kind: 'event', at, id: `event-${(this.#events += 1)}`, type, data });
  }

  #done(key: string, at: Instant): void {
    this.#inputs.push({ kind: 'effect', at, key, outcome: 'done', detail: null });
  }

  #change(key: string, change: (module: ModuleFacts) => ModuleFacts): void {
    const modules = this.facts.modules.map((module) => (module.key === key ? change(module) : module));
    this.facts = { ...this.facts, modules };
  }

  #open(key: string, at: Instant): void {
    const module = this.facts.modules.find((other) => other.key === key);
    if (module === undefined || module.releasedAt !== null) return;
    this.#change(key, (before) => ({ ...before, releasedAt: at }));
    for (const act of actsIn(module, behaviourIn(this.#scenario, key), at)) {
      this.#later(act.at, () => this.#act(key, act));
    }
  }

  #act(key: string, act: Act): void {
    const before = this.facts;
    this.#change(key, act.change);
    this.#announce(act.at, act.event, act.data);
    if (act.line !== null) this.#tell(act.at, 'learner', 'Learner', act.line);
    this.#announceCompletion(key, before, act.at);
  }

  #announceCompletion(key: string, before: Facts, at: Instant): void {
    const complete = (facts: Facts) => {
      const module = facts.modules.find((other) => other.key === key);
      return module !== undefined && completedAt(module, facts, at) !== null;
    };
    if (complete(before) || !complete(this.facts)) return;
    this.#announce(at, 'module.completed', { module: key });
    const open = this.facts.modules.some((module) => completedAt(module, this.facts, at) === null);
    if (!open) this.#announce(at, 'requirements.met', {});
  }

  #certify(key: string, at: Instant): void {
    this.#later(at + MINUTE, () => this.#done(key, at + MINUTE));
    const issuedAt = at + 5 * MINUTE;
    this.#later(issuedAt, () => {
      this.facts = { ...this.facts, credential: { issuedAt, failedAt: null } };
      this.#announce(issuedAt, 'credential.issued', {});
      this.#tell(issuedAt, 'certificate', 'Certificate', 'The certificate is issued.');
    });
  }

  #tell(at: Instant, kind: WorldLine['kind'], title: string, detail: string): void {
    this.lines.push({ at, kind, title, detail });
  }
}
