import { isOpen } from '../learner/module-access.ts';
import { assessmentStateAt } from '../learner/progress.ts';
import type { Step, StepOf } from '../model/definition.ts';
import type { ModuleFacts } from '../model/facts.ts';
import type { EffectResult } from '../model/inputs.ts';
import { AFTER_EVERYTHING, type Instant } from '../model/instant.ts';
import type { TaskKind } from '../model/commands.ts';
import { takes, type Asked, type AskedTask } from '../simulate/mind.ts';
import {
  BEHAVIOURS,
  type Behaviour,
  type Scenario,
  type ScriptedDecision,
  type ScriptedInput,
} from '../simulate/scenario.ts';
import type { Walk } from '../simulate/walk.ts';
import { DAY, HOUR, MINUTE } from '../time/durations.ts';
import type { Relevance } from './relevance.ts';

/** One thing that was decided on the way. */
export type Choice =
  | { kind: 'module'; module: ModuleFacts; behaviour: Behaviour }
  | { kind: 'effect'; asked: Asked; outcome: 'done' | 'refused' | 'unknown'; result?: EffectResult }
  | { kind: 'task'; task: AskedTask; decision: ScriptedDecision['decision']; afterHours: number }
  | { kind: 'input'; input: ScriptedInput }
  /** Several modules at once: the learner catches up. */
  | { kind: 'catchUp'; modules: ReadonlyArray<{ module: ModuleFacts; behaviour: Behaviour }> }
  /** What could have come does not come. */
  | { kind: 'nothing' };

const { diligent, silent } = BEHAVIOURS;
const FAILS: Behaviour = { ...diligent, result: 'failed' };
/** And reads after it, with days between the lessons. */
const HANDS_IN_FIRST: Behaviour = {
  ...diligent,
  handsInAfterDays: 1,
  startsAfterDays: 1.5,
  lessonsAfterDays: 6.5,
};
const READS: Behaviour = { ...diligent, handsInAfterDays: null };

/** What a learner may do in a module that opens, the usual first. */
export function moduleChoices(module: ModuleFacts, relevance: Relevance): Choice[] {
  const behaviours: Behaviour[] = [diligent, silent];
  if (module.assessment !== null) {
    behaviours.push(FAILS);
    if (relevance.partly) behaviours.push(READS);
    if (relevance.order) behaviours.push(HANDS_IN_FIRST);
    if (relevance.score)
      behaviours.push(...relevance.percentages.map((percentage) => ({ ...diligent, percentage })));
  }
  return behaviours.map((behaviour) => ({ kind: 'module', module, behaviour }));
}

const DECLINED: EffectResult = { status: 'declined' };
/** No card is saved: the person subscribes on the page, or never does. */
const PAGES: readonly EffectResult[] = [{ status: 'checkout' }, { status: 'checkout', ended: 'never' }];

type EffectChoice = Extract<Choice, { kind: 'effect' }>;
/** What comes of an effect, but which one it is of. */
type Upshot = Pick<EffectChoice, 'outcome' | 'result'>;

const done = (result: EffectResult): Upshot => ({ outcome: 'done', result });

/** How a run that is called may end, and that nobody is let in. */
function upshotsOfCall({ config }: StepOf<'callAutomation'>): Upshot[] {
  const results: EffectResult[] = config.wait ? [{ ended: 'exited' }] : [];
  if (config.wait && config.timeout !== undefined) results.push({ ended: 'never' });
  return [...results.map(done), { outcome: 'refused', result: { because: 'inside' } }];
}

/** What may come of an effect of this kind alone. */
function ownUpshots(asked: Asked, step?: Step): Upshot[] {
  if (step?.kind === 'callAutomation') return upshotsOfCall(step);
  const paying = asked.type === 'effect' && (asked.kind === 'charge' || asked.kind === 'subscribe');
  if (!paying) return [];
  const hasPage = step?.kind === 'subscribe' && step.config.checkout !== undefined;
  return [DECLINED, ...(hasPage ? PAGES : [])].map(done);
}

/** What may come of an effect, the usual first. When nobody knows, an operator decides: seen once at a step, it is seen. */
export function effectChoices(asked: Asked, unknownSeen: boolean, step?: Step): Choice[] {
  const upshots: Upshot[] = [{ outcome: 'done' }, ...ownUpshots(asked, step), { outcome: 'refused' }];
  if (!unknownSeen) upshots.push({ outcome: 'unknown' });
  return upshots.map((upshot) => ({ kind: 'effect', asked, ...upshot }));
}

const DECISIONS: Record<TaskKind, ReadonlyArray<ScriptedDecision['decision']>> = {
  approval: ['approved', 'rejected', 'never'],
  todo: ['done', 'notDone', 'never'],
  alert: ['acknowledged', 'never'],
};

/** What somebody may decide about a task, the usual first; before it is due. */
export function taskChoices(task: AskedTask): Choice[] {
  const afterHours = task.due === null ? 2 : Math.min(2, (task.due - task.at) / 2 / HOUR);
  return DECISIONS[task.task].map((decision) => ({ kind: 'task', task, decision, afterHours }));
}

/** The last moment the learner or a grader did something in a module. */
function lastAct(module: ModuleFacts): Instant {
  const dates = [...module.lessonCompletions, ...(module.assessment?.history ?? []).map(({ at }) => at)];
  return Math.max(module.releasedAt ?? 0, ...dates);
}

/** The behaviour that catches up in a module within `span` from now; null: nothing is left to do in it. */
function caughtUp(module: ModuleFacts, behaviour: Behaviour, now: Instant, span: number): Behaviour | null {
  const { releasedAt } = module;
  // Where a module is closed again, nobody can do anything.
  if (releasedAt === null || !isOpen(module, now)) return null;
  const days = (at: Instant) => (at - releasedAt) / DAY;
  const history = module.assessment?.history ?? [];
  const grade = history.findLast((fact) => fact.kind === 'graded');
  if (assessmentStateAt(module, AFTER_EVERYTHING) === 'passed') return null;
  const from = Math.max(now, lastAct(module));
  const reading =
    module.lessonCompletions.length > 0 || module.requiredLessons === 0
      ? {}
      : { startsAfterDays: days(from), lessonsAfterDays: days(from + span * 0.4) };
  if (module.assessment === null) return 'startsAfterDays' in reading ? { ...behaviour, ...reading } : null;
  if (grade === undefined) {
    const graded = { result: 'passed' as const, gradedAfterHours: (span * 0.2) / HOUR };
    return { ...behaviour, ...reading, ...graded, handsInAfterDays: days(from + span * 0.6) };
  }
  if (history.filter(({ kind }) => kind === 'submitted').length >= Math.min(2, module.assessment.maxAttempts))
    return null;
  // A second attempt is graded as late after it as the first was, so it has to be handed in early enough.
  const retriesAfterDays = (Math.max(from + span * 0.3, grade.at + MINUTE) - grade.at) / DAY;
  return { ...behaviour, retriesAfterDays };
}

/** Several modules at once: the learner catches up. */
export type CatchUp = Extract<Choice, { kind: 'catchUp' }>;

/** Everything the learner can still catch up on; null: nothing, or it is under way. */
export function catchUpChoice(
  walk: Walk,
  behaviours: ReadonlyMap<string, Behaviour>,
  span: number,
): CatchUp | null {
  const busy = busyModules(walk);
  const modules = walk.facts.modules.flatMap((module) => {
    const before = behaviours.get(module.key);
    if (before === undefined || busy.has(module.key)) return [];
    const behaviour = caughtUp(module, before, walk.now, span);
    return behaviour === null ? [] : [{ module, behaviour }];
  });
  return modules.length === 0 ? null : { kind: 'catchUp', modules };
}

/** The same, but what is handed in for the first time is graded only when the wait has been over for a day; null: nothing is. */
export function gradedTooLate({ modules }: CatchUp, deadline: Instant): CatchUp | null {
  let anything = false;
  const late = modules.map(({ module, behaviour }) => {
    const { releasedAt, assessment } = module;
    const { handsInAfterDays } = behaviour;
    const first = assessment !== null && assessment.history.length === 0;
    if (!first || releasedAt === null || handsInAfterDays === null) return { module, behaviour };
    anything = true;
    const gradedAfterHours = (deadline + DAY - (releasedAt + handsInAfterDays * DAY)) / HOUR;
    return { module, behaviour: { ...behaviour, gradedAfterHours } };
  });
  return anything ? { kind: 'catchUp', modules: late } : null;
}

/** Modules in which something is still to happen. */
export function busyModules(walk: Walk): ReadonlySet<string> {
  const busy = new Set<string>();
  for (const happening of walk.world.ahead) if (happening.kind === 'act') busy.add(happening.act.module);
  return busy;
}

/** Carries a choice out in the world of a walk. */
export function decide(walk: Walk, choice: Choice): void {
  if (choice.kind === 'effect') {
    const { asked, outcome, result } = choice;
    walk.world.answer(asked, { outcome, after: takes(asked), ...(result && { result }) });
  } else if (choice.kind === 'task') {
    const { task, decision, afterHours } = choice;
    walk.world.judge(task, decision === 'never' ? 'never' : { decision, after: afterHours * HOUR });
  } else if (choice.kind === 'input') walk.world.schedule(choice.input);
  else if (choice.kind === 'module') walk.world.behave(choice.module, choice.behaviour, walk.now);
  else if (choice.kind === 'catchUp')
    for (const { module, behaviour } of choice.modules) walk.world.behave(module, behaviour, walk.now);
}

/** How the learner behaves after these choices, by module. */
export function behavioursAfter(choices: Iterable<Choice>): Map<string, Behaviour> {
  const behaviours = new Map<string, Behaviour>();
  for (const choice of choices) {
    if (choice.kind === 'module') behaviours.set(choice.module.key, choice.behaviour);
    if (choice.kind !== 'catchUp') continue;
    for (const { module, behaviour } of choice.modules) behaviours.set(module.key, behaviour);
  }
  return behaviours;
}

/** The script that makes the same choices in a simulation. */
export function scenarioOf(base: Scenario, choices: readonly Choice[]): Scenario {
  const behaviours = Object.fromEntries(behavioursAfter(choices));
  const outcomes = choices.flatMap((choice) => {
    if (choice.kind !== 'effect' || (choice.outcome === 'done' && choice.result === undefined)) return [];
    const { stepId, visit, try: number } = choice.asked;
    const { outcome, result } = choice;
    return [{ stepId, visit, try: number, outcome, ...(result && { result }) }];
  });
  const decisions = choices.flatMap((choice): ScriptedDecision[] => {
    if (choice.kind !== 'task') return [];
    const { decision, afterHours, task } = choice;
    return [
      { stepId: task.stepId, visit: task.visit, decision, ...(decision !== 'never' && { afterHours }) },
    ];
  });
  const inputs = choices.flatMap((choice) => (choice.kind === 'input' ? [choice.input] : []));
  return { ...base, behaviours, outcomes, decisions, inputs: [...(base.inputs ?? []), ...inputs] };
}
