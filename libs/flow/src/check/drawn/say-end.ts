import { valueAt } from '@gradus/contracts';
import type { Definition, Step, StepId } from '../../model/definition.ts';
import type { Catalogue, Problem } from '../../model/plan.ts';
import { sayPort } from '../../explain/say-port.ts';
import { sayCircle } from '../../compile/checks/calling.ts';
import { missingName } from './missing-name.ts';

/** What can be said of a problem where a run comes to it. */
interface Told {
  problem: Problem;
  definition: Definition;
  step: Step;
  catalogue: Catalogue;
}

type SayEnd = (told: Told) => string;

/** What becomes of a run that asks what cannot be answered. */
function withoutAnswer({ step }: Told): string {
  if (step.kind === 'goal') return 'the goal would never be reached';
  if (step.kind === 'trigger') return 'nobody would ever be let in';
  if (step.kind === 'waitFor' && step.config.for.kind === 'event')
    return 'the run would stand still here as soon as it comes';
  return 'the run would stand still here';
}

const asksNothing: SayEnd = (told) => {
  const { problem, definition, step, catalogue } = told;
  const source = valueAt(problem.stepId === null ? definition : step.config, problem.field ?? '');
  const asked = typeof source === 'string' ? source : step.title;
  const missing = missingName(asked, catalogue);
  const what =
    missing === null
      ? `“${asked}” is asked, which cannot be answered`
      : `Asks for “${missing}”, which nothing knows`;
  return `${what}: ${withoutAnswer(told)}.`;
};

const neverIn: SayEnd = () => 'Nobody can be let in there: whoever comes here is turned away.';
const notThere: SayEnd = () => 'What this is about is not there: the run would stand still here.';
const waitsForEver: SayEnd = () =>
  'What is waited for here may never come: then the learner would wait here for ever.';

const ENDS: Readonly<Record<string, SayEnd>> = {
  'flow.call-cycle': ({ step, catalogue }) =>
    step.kind === 'callAutomation'
      ? `${sayCircle(step.config.automation, catalogue)} again: round and round, and nobody would ever come out of it.`
      : 'Round and round: nobody would ever come out of it.',
  'flow.called-unknown': neverIn,
  'flow.called-unfit': neverIn,
  'flow.called-journey': neverIn,
  'flow.called-suppressed': neverIn,
  'flow.module-unknown': notThere,
  'flow.event-unknown': () => 'Nobody ever announces this event: the learner would wait here for ever.',
  'flow.module-released-twice': () => 'The module is open already: this does nothing.',
  'flow.loop-without-wait': () =>
    'From here the way comes back without time passing: the run would go round and round and be stopped.',
  'flow.loop-too-long': () =>
    'From here the way comes back so often without time passing that the run would be stopped.',
  'flow.end-unreachable': () => 'From here every way comes round again: the learner would never finish.',
  'flow.port-unconnected': ({ problem, step }) =>
    `“${sayPort(step, problem.field ?? '')}” leads nowhere: whoever goes that way would be stuck here.`,
  'flow.wait-endless': waitsForEver,
  'flow.step-unreachable': () => 'Nobody has come here by then, and nobody ever does.',
};

/** By what somebody enters: it is asked at the trigger, and no step's own. */
const ENTRY = 'entry.key';

/** Whether a run would meet what is wrong here, so that a timeline can show it. */
export function meetsRuns({ code, stepId, field }: Problem): boolean {
  return (stepId !== null || field === ENTRY) && (code.startsWith('condition.') || Object.hasOwn(ENDS, code));
}

/** The step at which a run would meet it; null: none does. */
export function placeOf(problem: Problem, { trigger }: Definition): StepId | null {
  return meetsRuns(problem) ? (problem.stepId ?? trigger) : null;
}

/** How the timeline of a problem ends, in a plain sentence; null: it is one of those that no run would meet. */
export function sayEnd(problem: Problem, definition: Definition, catalogue: Catalogue): string | null {
  const step = definition.steps[placeOf(problem, definition) ?? ''];
  if (step === undefined) return null;
  const say = problem.code.startsWith('condition.') ? asksNothing : ENDS[problem.code];
  return say?.({ problem, definition, step, catalogue }) ?? null;
}
