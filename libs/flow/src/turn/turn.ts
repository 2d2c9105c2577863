import { dropCarried, effectKeyOf, noteEffect } from '../commands/carried-effects.ts';
import { factsAt } from '../learner/facts-at.ts';
import { opened, withModuleClosed } from '../learner/module-access.ts';
import { withPersonChange } from '../learner/person.ts';
import { inZoneAt } from '../learner/zone-at.ts';
import type { Emission, RunView, Visit } from '../kinds/step-rules.ts';
import { MOST_VISITS } from '../kinds/limits.ts';
import { roundsKey, roundsOf } from '../kinds/ways/go-to.ts';
import { currentModule } from '../model/steps/current-module.ts';
import type { Command } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import { MADE_FOR_A_VISIT } from '../model/effect-kinds.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan, PlanStep } from '../model/plan.ts';
import type { RunState, Token } from '../model/state.ts';
import { planFor, stepOf } from '../model/versions.ts';
import { quietUntil } from '../time/quiet-hours.ts';
import { ZoneUnknownError } from '../time/zones.ts';

/**
 * A copy whose own fields and tokens may be written to. Its records stay shared with the original, which is why they are
 * read-only: whoever changes one puts another in its place.
 */
function copyState(state: RunState): RunState {
  const tokens = state.tokens.map((token) => ({
    ...token,
    heldFrom: token.heldFrom && { ...token.heldFrom },
  }));
  return { ...state, tokens };
}

/** The facts with what this run has opened itself, which facts read earlier in the same turn do not show yet. */
export function withOwnReleases(facts: Facts, releases: RunState['releases']): Facts {
  let news = false;
  const modules = facts.modules.map((module) => {
    const own = Object.hasOwn(releases, module.key) ? releases[module.key] : undefined;
    const known = own === undefined ? module : opened(module, own);
    news ||= known !== module;
    return known;
  });
  return news ? { ...facts, modules } : facts;
}

/** How long a message is worth delivering counts from when it may go out: quiet hours do not use it up. */
function afterQuiet(validUntil: Instant | null, notBefore: Instant | null, ready: Instant): Instant | null {
  return validUntil === null || notBefore === null ? validUntil : validUntil + Math.max(0, notBefore - ready);
}

/** What conditions read as `vars.currentModule` inside of a block that goes through modules. */
function withCurrentModule(state: RunState, planStep: PlanStep, { scope }: Token): RunState {
  const module = currentModule(planStep, scope);
  return module === null ? state : { ...state, vars: { ...state.vars, currentModule: module } };
}

/** One reduce in the making. The only mutable thing in the engine; nobody outside a reduce ever sees it. */
export class Turn {
  readonly plan: Plan;
  readonly at: Instant;
  readonly commands: Command[] = [];
  visitsLeft = MOST_VISITS;
  /** Mails of this turn are not sent earlier; null: at once. */
  mailsFrom: Instant | null = null;
  /** A private copy. */
  readonly state: RunState;
  #given: Facts;
  /** The facts with the run's own releases; null: not asked for yet. */
  #known: Facts | null = null;
  #visits: Record<StepId, number> | null = null;

  /** `owned`: nobody looks at `state` any more once this turn has begun, so its counts may be written to. */
  constructor(plan: Plan, state: RunState, facts: Facts, at: Instant, owned = false) {
    this.plan = plan;
    this.at = at;
    this.state = copyState(state);
    this.state.clock = at;
    this.#given = facts;
    if (owned) this.#visits = this.state.visits;
  }

  /** The number of the visit that begins now. The record is copied once a turn, however many steps it passes. */
  countVisit(stepId: StepId): number {
    if (this.#visits === null) this.state.visits = this.#visits = { ...this.state.visits };
    return (this.#visits[stepId] = (this.#visits[stepId] ?? 0) + 1);
  }

  /** The run and its learner now. */
  view(): RunView {
    return { at: this.at, state: this.state, facts: this.facts };
  }

  /** What a step may look at when it decides for this token, now or as of an earlier moment. */
  visit(token: Token, planStep: PlanStep, at: Instant = this.at): Visit {
    const state = withCurrentModule(this.state, planStep, token);
    const facts = inZoneAt(this.facts, at);
    return {
      at,
      planStep,
      config: planStep.step.config,
      token,
      state,
      facts,
      view: () => factsAt(facts, at),
    };
  }

  /** The facts by the clock of the moment, with what this run has opened itself. */
  get facts(): Facts {
    return (this.#known ??= inZoneAt(withOwnReleases(this.#given, this.state.releases), this.at));
  }

  /** Writes what a step emits as a command, and into the state what the engine has to remember of it. */
  emit(token: Token, emission: Emission): void {
    const { at } = this;
    const { stepId, visit } = token;
    if (emission.type === 'release') {
      this.commands.push({ type: 'release', at, stepId, visit, module: emission.module });
      this.#noteRelease(emission.module);
      return;
    }
    if (emission.type === 'relock') {
      this.#close({ ...emission, at, stepId, visit });
      return;
    }
    if (emission.type === 'tag' || emission.type === 'field') {
      this.commands.push({ ...emission, at, stepId, visit });
      this.#given = withPersonChange(this.#given, emission, at);
      this.#known = null;
      return;
    }
    if (emission.type === 'task') {
      this.commands.push({ ...emission, at, versionId: token.versionId, stepId, visit });
      return;
    }
    if (emission.type === 'setVar') {
      this.state.vars = { ...this.state.vars, [emission.name]: emission.value };
      return;
    }
    if (emission.type === 'round') {
      this.#countRound(token, emission.back);
      return;
    }
    this.#act(token, emission);
  }

  /** Notes what is done in the world, by an activity or the relay. */
  #act(token: Token, emission: Extract<Emission, { type: 'effect' | 'message' }>): void {
    const { at } = this;
    const { stepId, visit, versionId } = token;
    if (emission.type === 'effect' && MADE_FOR_A_VISIT.has(emission.kind)) dropCarried(this.state, stepId);
    const key = effectKeyOf(this.state, token);
    noteEffect(this.state, token);
    if (this.state.leftEffects.length > 0) this.#takeOver(key);
    const awaited = emission.type === 'effect' || emission.awaited;
    if (emission.type === 'effect') {
      const held = this.#hold(key, token, null);
      const { kind, given } = emission;
      this.commands.push({
        type: 'effect',
        at,
        key,
        versionId,
        stepId,
        visit,
        kind,
        try: token.try,
        ...(given !== undefined && { given }),
        ...held,
      });
    } else {
      const notBefore = this.#goesOut(token);
      const message = {
        ...emission,
        validUntil: afterQuiet(emission.validUntil, notBefore, this.mailsFrom ?? at),
      };
      const held = this.#hold(key, token, message);
      const module = stepOf(this.plan, token)?.module ?? null;
      const what = {
        ...message,
        at,
        key,
        versionId,
        stepId,
        visit,
        module,
        notBefore,
        try: token.try,
        ...held,
      };
      this.commands.push(what);
    }
    token.effectKey = awaited ? key : null;
  }

  /** What a step left behind and another visit goes on with is that visit's to wait for. */
  #takeOver(key: string): void {
    this.state.leftEffects = this.state.leftEffects.filter((left) => left.key !== key);
  }

  /** Notes what a pause holds back; what it adds to the command. */
  #hold(
    key: string,
    { stepId, visit }: Token,
    message: Extract<Emission, { type: 'message' }> | null,
  ): { held?: true } {
    const { holding } = this.state;
    if (holding === null) return {};
    const droppable = message !== null && !message.awaited;
    const one = { key, stepId, visit, at: this.at, droppable, validUntil: message?.validUntil ?? null };
    this.state.holding = [...holding.filter((other) => other.key !== key), one];
    return { held: true };
  }

  #countRound(token: Token, back: boolean): void {
    const key = roundsKey(token);
    const { [key]: _, ...others } = this.state.rounds;
    this.state.rounds = back ? { ...others, [key]: roundsOf(this.state, token) + 1 } : others;
  }

  /** When a message may go out: not before the turn lets it, and not in the quiet hours. Null: at once. */
  #goesOut(token: Token): Instant | null {
    const { quietHours } = planFor(this.plan, token).definition.settings;
    if (quietHours === undefined) return this.mailsFrom;
    try {
      return quietUntil(this.mailsFrom ?? this.at, quietHours, this.facts) ?? this.mailsFrom;
    } catch (error) {
      if (error instanceof ZoneUnknownError) return this.mailsFrom;
      throw error;
    }
  }

  #close(closing: Omit<Extract<Command, { type: 'relock' }>, 'openedAt'>): void {
    const { releasedAt } = this.facts.modules.find(({ key }) => key === closing.module) ?? {};
    const command = { ...closing, openedAt: releasedAt ?? closing.at };
    this.commands.push(command);
    this.#given = withModuleClosed(this.#given, command);
    const { [closing.module]: _, ...others } = this.state.releases;
    this.state.releases = others;
    this.#known = null;
  }

  #noteRelease(module: string): void {
    this.state.lastRelease = { module, at: this.at };
    this.state.releases = { ...this.state.releases, [module]: this.at };
    this.#known = null;
  }
}
