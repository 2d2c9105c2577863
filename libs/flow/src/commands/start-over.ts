import type { StepId } from '../model/definition.ts';
import type { EffectsAgain } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { CarriedEffect, RunState } from '../model/state.ts';
import { initialState } from '../model/initial-state.ts';
import {
  type CalledOff,
  actingAhead,
  cameToNothing,
  isOfThisWay,
  latestEffect,
  standsFor,
} from './carried-effects.ts';

/** How a run that has ended is gone through once more. */
export interface StartOver {
  /** The run that takes its place. */
  runId: string;
  at: Instant;
  /** Null: from the beginning. */
  stepId: StepId | null;
  effects: EffectsAgain;
  /** Calls of the ended run that came to nothing, or are about to: these are made again. None when left out. */
  calledOff?: CalledOff;
}

/** A run cannot be started over there: the version has no such step, or it stands on a way that is walked beside others. */
export class StartOverStepMissingError extends Error {
  readonly code = 'flow.start-over-step-missing';

  constructor(stepId: StepId, inBlock = false) {
    super(
      inBlock
        ? `The step “${stepId}” stands on a way that is walked beside others. Choose the step where those ways part.`
        : `This version of the automation has no step “${stepId}”. Choose one that is in the drawing.`,
    );
    this.name = 'StartOverStepMissingError';
  }
}

/**
 * The state of a new run that goes through an automation again in the place of one that has ended: from its beginning or
 * from any step. Its variables go with it; with `reuse`, so do the keys of its effects, so that what was done is not done
 * again; what was called off is, and so is what is walked for each module.
 *
 * @throws StartOverStepMissingError
 */
export function startOver(plan: Plan, ended: RunState, again: StartOver): RunState {
  const { runId, at, stepId, effects, calledOff = [] } = again;
  if (stepId !== null && !Object.hasOwn(plan.steps, stepId)) throw new StartOverStepMissingError(stepId);
  if (stepId !== null && (plan.steps[stepId]?.scope ?? []).length > 0)
    throw new StartOverStepMissingError(stepId, true);
  const carried: Record<StepId, CarriedEffect> = {};
  const acting = effects === 'reuse' ? actingAhead(plan, stepId ?? plan.definition.trigger) : [];
  for (const id of acting) {
    const latest = latestEffect(ended, id);
    if (!isOfThisWay(plan, ended, id, [])) continue;
    if (latest !== null && standsFor(plan, id) && !cameToNothing(ended, id, calledOff))
      carried[id] = { runId: latest.runId ?? ended.runId, visit: latest.visit, takenBy: null };
  }
  return { ...initialState(runId, at), vars: ended.vars, carried, startsAt: stepId };
}
