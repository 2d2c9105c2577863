import { ancestorsOf, graphOf, type Graph } from '../compile/graph.ts';
import { fitsScope } from '../kinds/blocks/fits-scope.ts';
import { error, named, warning } from '../compile/problems.ts';
import { modulesMeant } from '../model/steps/current-module.ts';
import type { StepId } from '../model/definition.ts';
import type { MigrationPlan, StepChoice } from '../model/migration.ts';
import type { Plan, Problem } from '../model/plan.ts';
import { choicesFor } from './choices.ts';
import { sameKind } from './landing.ts';

/** A day: a mail that may wait longer is not worth sending. */
const LONGEST_SPREAD = 24 * 60;

type Redirect = Extract<StepChoice, { do: 'redirect' }>;

const WORDS: Record<StepChoice['do'], string> = {
  keep: 'kept on their version',
  follow: 'moved along as they stand',
  retime: 'given a new date',
  redirect: 'sent elsewhere',
  exit: 'let go',
};

function opened(plan: Plan, ids: Iterable<StepId>): Set<string> {
  const modules = new Set<string>();
  for (const id of ids) {
    const { step, each } = plan.steps[id] ?? {};
    if (step?.kind !== 'release') continue;
    for (const key of modulesMeant(step.config.module, each?.modules)) modules.add(key);
  }
  return modules;
}

/** What somebody sent from one place to another goes through twice or never. */
function detours(stepId: StepId, to: StepId, from: Plan, plan: Plan, graphs: Map<Plan, Graph>): Problem[] {
  const graphIn = (of: Plan) => graphs.get(of) ?? graphOf(of.definition);
  const [was, target] = [from.steps[stepId], plan.steps[to]];
  if (was === undefined || target === undefined) return [];
  const [behind, before] = [ancestorsOf(graphIn(from), stepId), ancestorsOf(graphIn(plan), to)];
  const have = opened(from, behind);
  const missed = [...opened(plan, before)].filter((module) => !have.has(module));
  const problems: Problem[] = [];
  if (missed.length > 0) {
    const text = `Whoever is sent from ${named(was.step)} to ${named(target.step)} is not given ${missed.join(', ')}: the steps that open it lie before. Send them further back.`;
    problems.push(warning('migration.module-missed', stepId, null, text));
  }
  if (behind.has(to)) {
    const text = `Whoever is sent from ${named(was.step)} back to ${named(target.step)} goes through the steps between once more, with their messages. Send them further on, if that is not meant.`;
    problems.push(warning('migration.goes-back', stepId, null, text));
  }
  return problems;
}

function checkRedirect(stepId: StepId, choice: Redirect, froms: Plan[], to: Plan): Problem[] {
  const title = `“${froms[0]?.steps[stepId]?.step.title ?? stepId}”`;
  const target = to.steps[choice.to]?.step;
  const wrong = (code: string, text: string) => [error(`migration.${code}`, stepId, 'to', text)];
  if (target === undefined)
    return wrong(
      'target-missing',
      `The step “${choice.to}” that people at ${title} are sent to is not in the new version. Choose another.`,
    );
  if (target.kind === 'trigger')
    return wrong(
      'target-trigger',
      `Nobody can be sent to ${named(target)}: it only begins an automation. Choose a step behind it.`,
    );
  if (choice.to === stepId && froms.some((from) => sameKind(from, to, stepId)))
    return wrong(
      'target-same',
      `People at ${title} stand there already. Let them follow, or choose another step.`,
    );
  const inside = to.steps[choice.to];
  if (inside !== undefined && froms.some((from) => !fitsScope(inside, from.steps[stepId]?.scope ?? [])))
    return wrong(
      'target-in-block',
      `People at ${title} cannot be sent to ${named(target)}: one of the two stands on a way that is walked beside others. Choose a step of the same way.`,
    );
  const graphs = new Map<Plan, Graph>();
  return froms.flatMap((from) => detours(stepId, choice.to, from, to, graphs));
}

function checkChoice(
  stepId: StepId,
  choice: StepChoice,
  plan: MigrationPlan,
  froms: Plan[],
  to: Plan,
): Problem[] {
  const having = froms.filter((from) => from.steps[stepId] !== undefined);
  if (having.length === 0) {
    const text = `Nobody can be at “${stepId}”: no version with people inside has such a step. Take the choice out.`;
    return [error('migration.step-unknown', stepId, null, text)];
  }
  const unfit = having.find((from) => !choicesFor(from, to, stepId, plan.scope).includes(choice.do));
  if (unfit !== undefined) {
    const title = unfit.steps[stepId]?.step.title ?? stepId;
    const possible = choicesFor(unfit, to, stepId, plan.scope).map((one) => WORDS[one]);
    const text = `People at “${title}” cannot be ${WORDS[choice.do]}. They can be ${possible.join(', or ')}.`;
    return [error('migration.choice-unfit', stepId, null, text)];
  }
  return choice.do === 'redirect' ? checkRedirect(stepId, choice, having, to) : [];
}

/**
 * What is wrong with a decision about the people inside, held against every version they are on and the new one. Errors
 * refuse it; warnings are worth a look.
 */
export function checkMigration(plan: MigrationPlan, froms: Plan[], to: Plan): Problem[] {
  if (plan.scope === 'newOnly') return [];
  const problems = Object.entries(plan.steps).flatMap(([stepId, choice]) =>
    checkChoice(stepId, choice, plan, froms, to),
  );
  if (!(plan.spreadMinutes >= 0 && plan.spreadMinutes <= LONGEST_SPREAD)) {
    const text = `Mails can be spread over up to ${LONGEST_SPREAD} minutes, a day. Choose a shorter time.`;
    problems.push(error('migration.spread-unfit', null, 'spreadMinutes', text));
  }
  return problems;
}
