import { named } from '../compile/problems.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { SimulationEntry } from '../simulate/entries.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { simulate } from '../simulate/simulate.ts';
import { scenarioOf } from './choices.ts';
import type { Sighting, TroubleCode } from './evidence.ts';

/** Something that can go wrong with a drawing that runs, and the learner to whom it happens. */
export interface Finding {
  /** `check.…`, stable. */
  code: string;
  /** `error`: somebody gets stuck or lost. `warning`: worth a look. */
  severity: 'error' | 'warning';
  stepId: StepId | null;
  /** Path inside the step's config; null for the step as a whole. */
  field: string | null;
  /** A sentence a person understands, with the remedy. */
  message: string;
  /** When it shows. */
  at: Instant;
  /** The learner to whom it happens: simulating it makes the timeline again. */
  script: Scenario;
  /** What happens up to there, as a simulation tells it. */
  timeline: SimulationEntry[];
}

type Say = (step: string, detail: string) => string;

const TROUBLES: Record<TroubleCode, { severity: Finding['severity']; say: Say }> = {
  'wait-without-way-out': {
    severity: 'warning',
    say: (step) =>
      `What ${step} waits for may never come, and then the learner stays there for ever. Give it a time after which the way goes on.`,
  },
  'learner-stuck': {
    severity: 'error',
    say: (step) =>
      `A learner can come to ${step} and never get on from there, whatever they do. Give it a time after which the way goes on, or make sure that what it waits for can still come.`,
  },
  'module-released-twice': {
    severity: 'warning',
    say: (step, module) =>
      `${step} opens “${module}”, which this run has opened before: it does nothing. Remove one of the two, or lead the ways past it.`,
  },
  'certificate-early': {
    severity: 'warning',
    say: (step, open) =>
      `${step} can come with ${open} not passed. Wait for “all required work is done” before it, or lead those who have not passed another way.`,
  },
  'message-after-refund': {
    severity: 'warning',
    say: (step) =>
      `${step} still goes to a learner whose money was given back before. End the run when that happens, or lead them another way.`,
  },
  'loop-without-wait': {
    severity: 'error',
    say: (step) =>
      `The loop through ${step} can go round and round without time passing, and then the run stops there. Put a wait into it.`,
  },
  'condition-fails': {
    severity: 'error',
    say: (step, detail) =>
      `A condition of ${step} cannot be answered, and then the learner is stuck there: ${detail} Ask about something that is there.`,
  },
};

/** Whose step it is, as a sentence names it. */
function titleOf(plan: Plan, stepId: StepId): string {
  const step = plan.steps[stepId]?.step;
  return step === undefined ? `“${stepId}”` : named(step);
}

type Place = Pick<Finding, 'stepId' | 'field'>;

/** Writes findings, each with the timeline that shows it. */
export class Report {
  readonly findings: Finding[] = [];
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  trouble(code: TroubleCode, stepId: StepId, sighting: Sighting, detail: string): void {
    const { severity, say } = TROUBLES[code];
    const message = say(titleOf(this.#plan, stepId), detail);
    this.#add({ code, severity, message }, { stepId, field: null }, sighting);
  }

  unreachable(stepId: StepId, closest: Sighting): void {
    const message = `Whatever learners do, none of those looked at comes to ${titleOf(this.#plan, stepId)}. Look at the conditions on the way to it, or remove it.`;
    this.#add({ code: 'step-unreachable', severity: 'warning', message }, { stepId, field: null }, closest);
  }

  constant(
    answer: boolean,
    anybody: boolean,
    place: Place & { stepId: StepId },
    source: string,
    sighting: Sighting,
  ): void {
    const when = anybody ? 'whoever is asked about' : 'whenever somebody is there';
    const said = answer ? 'holds' : 'does not hold';
    const message = `“${source}” in ${titleOf(this.#plan, place.stepId)} ${said}, ${when}: it decides nothing. Ask about something that differs, or remove it.`;
    this.#add(
      { code: `condition-always-${answer ? 'true' : 'false'}`, severity: 'warning', message },
      place,
      sighting,
    );
  }

  quiet(stepId: StepId, hours: string, sighting: Sighting): void {
    const message = `${titleOf(this.#plan, stepId)} always falls into the quiet hours (${hours}), so it is never sent when it is due. Move it to another time of day.`;
    this.#add(
      { code: 'message-in-quiet-hours', severity: 'warning', message },
      { stepId, field: null },
      sighting,
    );
  }

  #add(
    what: Pick<Finding, 'code' | 'severity' | 'message'>,
    place: Place,
    { at, base, choices }: Sighting,
  ): void {
    const script = scenarioOf(base, choices);
    const timeline = simulate(this.#plan, script).entries.filter((entry) => entry.at <= at);
    this.findings.push({ ...what, code: `check.${what.code}`, ...place, at, script, timeline });
  }
}
