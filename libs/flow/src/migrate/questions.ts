import type { StepId, StepKind } from '../model/definition.ts';
import type { MigrationScope, StepChoice } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import { orderOfAll } from '../outline/way-order.ts';
import { choicesFor, fateOf, type StepFate } from './choices.ts';

/** What the author is asked about the people at one step. */
export interface MigrationQuestion {
  stepId: StepId;
  title: string;
  kind: StepKind;
  /** What the new version makes of it; with people on several versions, the greatest change of them. */
  fate: StepFate;
  choices: Array<StepChoice['do']>;
  /** What happens without an answer; null: that depends on the version they are on. */
  proposed: StepChoice['do'] | null;
}

const GREATEST: StepFate[] = ['removed', 'replaced', 'timed', 'changed', 'same'];

function questionOf(
  stepId: StepId,
  froms: Plan[],
  to: Plan,
  scope: MigrationScope,
): MigrationQuestion | null {
  const step = (to.steps[stepId] ?? froms[0]?.steps[stepId])?.step;
  if (step === undefined || step.kind === 'trigger' || step.kind === 'end') return null;
  const fates = froms.map((from) => fateOf(from, to, stepId));
  const lists = froms.map((from) => choicesFor(from, to, stepId, scope));
  const [first = []] = lists;
  const choices = first.filter((choice) => lists.every((list) => list.includes(choice)));
  const proposals = new Set(lists.map((list) => list[0]));
  return {
    stepId,
    title: step.title,
    kind: step.kind,
    fate: GREATEST.find((fate) => fates.includes(fate)) ?? 'same',
    choices,
    proposed: proposals.size === 1 ? (choices.find((choice) => proposals.has(choice)) ?? null) : null,
  };
}

/**
 * A question for each step that somebody on one of these versions may stand at: those that change most first, and of those that
 * change alike in the order of the way.
 */
export function migrationQuestions(froms: Plan[], to: Plan, scope: MigrationScope): MigrationQuestion[] {
  const order = orderOfAll(
    to.definition,
    froms.map((from) => from.definition),
  );
  const asked = order.flatMap((stepId) => {
    const having = froms.filter((from) => from.steps[stepId] !== undefined);
    return having.length === 0 ? [] : (questionOf(stepId, having, to, scope) ?? []);
  });
  return asked.sort((a, b) => GREATEST.indexOf(a.fate) - GREATEST.indexOf(b.fate));
}
