import { evaluateCondition } from '../conditions/evaluate-condition.ts';
import { factsAt } from '../learner/facts-at.ts';
import { assessmentStateAt } from '../learner/progress.ts';
import type { Command } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../simulate/scenario.ts';
import type { Walk, Watcher } from '../simulate/walk.ts';
import { quietUntil } from '../time/quiet-hours.ts';
import { askedBy } from './asked.ts';
import type { Choice } from './choices.ts';
import { sketchOf } from './condition-sketch.ts';

/** Something seen on one of the ways: when, and by which choices one gets there. */
export interface Sighting {
  at: Instant;
  base: Scenario;
  choices: readonly Choice[];
}

/** What is wrong as soon as it is seen once. */
export type TroubleCode =
  | 'wait-without-way-out'
  | 'learner-stuck'
  | 'module-released-twice'
  | 'certificate-early'
  | 'message-after-refund'
  | 'loop-without-wait'
  | 'condition-fails';

export interface Trouble extends Sighting {
  code: TroubleCode;
  stepId: StepId;
  /** What the sentence about it needs besides. */
  detail: string;
}

/** How one condition was answered, wherever it was asked. */
export interface Answers {
  yes: Sighting | null;
  no: Sighting | null;
}

/** When one message was sent, wherever it was. */
export interface Sendings {
  quiet: Sighting | null;
  outside: boolean;
}

/** Where on which way the watched walk is. */
export interface Way {
  base: Scenario;
  choices(): readonly Choice[];
}

/** Conditions that are only asked about an event hang on what comes, not on where the learner stands. */
const aboutFacts = ({ eventType }: { eventType: string | null }) => eventType === null;

/** A drawing that gives back only parts goes on with the course afterwards. */
function onlyParts({ steps }: Plan): boolean {
  const refunds = Object.values(steps).flatMap(({ step }) => (step.kind === 'refund' ? [step.config] : []));
  return refunds.length > 0 && refunds.every(({ part }) => part.kind !== 'all');
}

/** Looks on as learners go through a drawing, and keeps the first of everything that is worth telling. */
export class Evidence implements Watcher {
  readonly troubles = new Map<string, Trouble>();
  /** The first time each step was come to. */
  readonly entered = new Map<StepId, Sighting>();
  /** The first time each step was left: the way to whatever lies behind it. */
  readonly left = new Map<StepId, Sighting>();
  readonly answers = new Map<string, Answers>();
  readonly sendings = new Map<StepId, Sendings>();
  /** The way of the walk that is being watched. */
  way: Way | null = null;

  command(command: Command, walk: Walk): void {
    if (command.type === 'entered') {
      if (!this.entered.has(command.stepId)) this.entered.set(command.stepId, this.sighting(command.at));
      this.#ask(walk, command.stepId, command.at);
    } else if (command.type === 'left') {
      if (!this.left.has(command.stepId)) this.left.set(command.stepId, this.sighting(command.at));
      this.#ask(walk, command.stepId, command.at);
      this.#passedBy(walk, command);
    } else if (command.type === 'message') this.#sent(walk, command);
    else if (command.type === 'effect' && command.kind === 'certify') this.#certified(walk, command);
    else if (command.type === 'changed' && command.problem !== null) {
      const { code, detail } = command.problem;
      if (code === 'flow.too-many-steps') this.note('loop-without-wait', command.stepId, command.at);
      if (code === 'flow.condition-failed') this.note('condition-fails', command.stepId, command.at, detail);
    }
  }

  /** Notes trouble at a step, if it is the first of its kind there. */
  note(code: TroubleCode, stepId: StepId, at: Instant, detail = ''): void {
    const key = `${code} ${stepId}`;
    if (!this.troubles.has(key)) this.troubles.set(key, { ...this.sighting(at), code, stepId, detail });
  }

  sighting(at: Instant): Sighting {
    if (this.way === null) throw new Error('Nobody has said on which way this is.');
    return { at, base: this.way.base, choices: this.way.choices() };
  }

  /** Answers a step's conditions as the step did: one after the other, until one holds. */
  #ask(walk: Walk, stepId: StepId, at: Instant): void {
    const planStep = walk.plan.steps[stepId];
    if (planStep === undefined) return;
    const conditions = askedBy(planStep).conditions.filter(aboutFacts);
    for (const { field, source } of conditions) {
      const key = `${stepId} ${field}`;
      const known = this.answers.get(key) ?? { yes: null, no: null };
      if (sketchOf(source).beyond) continue;
      let holds: boolean;
      try {
        holds = evaluateCondition(source, factsAt(walk.facts, at), walk.state.vars);
      } catch {
        return;
      }
      if (holds) known.yes ??= this.sighting(at);
      else known.no ??= this.sighting(at);
      this.answers.set(key, known);
      if (holds) return;
    }
  }

  /** A release that finds its module open has nothing to do: this run has opened it before. */
  #passedBy({ plan, state }: Walk, { stepId, reason, at }: Extract<Command, { type: 'left' }>): void {
    const step = plan.steps[stepId]?.step;
    if (step?.kind !== 'release' || reason !== 'facts') return;
    if (state.releases[step.config.module] !== undefined)
      this.note('module-released-twice', stepId, at, step.config.module);
  }

  /** Whoever has their money back, or no access any more, wants no mail about the course but the one that says so. */
  #afterRefund({ plan, facts }: Walk, stepId: StepId, at: Instant): void {
    const step = plan.steps[stepId]?.step;
    if (step?.kind !== 'message' || step.config.tellsOfRefund === true) return;
    const { payment, access } = factsAt(facts, at);
    if ((payment.refunded && !onlyParts(plan)) || !access.open) this.note('message-after-refund', stepId, at);
  }

  #certified({ facts }: Walk, { stepId, at }: Extract<Command, { type: 'effect' }>): void {
    const open = facts.modules.filter(
      (module) => module.assessment !== null && assessmentStateAt(module, at) !== 'passed',
    );
    const [first] = open;
    if (first !== undefined)
      this.note(
        'certificate-early',
        stepId,
        at,
        open.length > 1 ? `${open.length} assessments` : `“${first.title}”`,
      );
  }

  #sent(walk: Walk, { stepId, at }: Extract<Command, { type: 'message' }>): void {
    const { plan, facts } = walk;
    this.#afterRefund(walk, stepId, at);
    const { quietHours } = plan.definition.settings;
    if (quietHours === undefined) return;
    const known = this.sendings.get(stepId) ?? { quiet: null, outside: false };
    if (quietUntil(at, quietHours, facts) === null) known.outside = true;
    else known.quiet ??= this.sighting(at);
    this.sendings.set(stepId, known);
  }
}
