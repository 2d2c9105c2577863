import type { Command, TaskKind } from '../model/commands.ts';
import type { EffectOutcome, EffectResult } from '../model/inputs.ts';
import { HOUR, MINUTE } from '../time/durations.ts';
import { isCall } from './called/call-answers.ts';
import { behaviourIn, type Behaviour, type Scenario } from './scenario.ts';

/** A command whose outcome the run waits for. */
export type Asked = Extract<Command, { type: 'effect' | 'message' }>;

/** Somebody of the school is asked, and the learner waits for it. */
export type AskedTask = Extract<Command, { type: 'task' }>;

/** What is decided, and after how many milliseconds; `never`: nothing is. */
export type Verdict = { decision: string; after: number } | 'never';

/** What an effect comes to, and how long that takes in milliseconds. */
export interface Answer {
  outcome: EffectOutcome;
  after: number;
  /** What it answers when it is done. */
  result?: EffectResult;
}

/** Who decides what happens outside the run. Null: left open, and decided later from outside. */
export interface Mind {
  inModule(module: string): Behaviour | null;
  answer(asked: Asked): Answer | null;
  judge(asked: AskedTask): Verdict | null;
}

/** What is decided when nobody says otherwise. */
export const USUAL_DECISIONS: Record<TaskKind, string> = {
  approval: 'approved',
  todo: 'done',
  alert: 'acknowledged',
};

/** How long an effect takes when nobody says otherwise, in milliseconds. A call begins at once, as it does live; whatever else is done is done after a minute. */
export const takes = (asked: Asked) => (isCall(asked) ? 0 : MINUTE);

/** Everybody does what is usual. In modules only the walk's own mind is asked. */
export const USUAL_MIND: Mind = {
  inModule: () => null,
  answer: (asked) => ({ outcome: 'done', after: takes(asked) }),
  judge: ({ task }) => ({ decision: USUAL_DECISIONS[task], after: 2 * HOUR }),
};

/** The mind of a scenario: everything is decided beforehand. */
export function scriptedMind(scenario: Scenario): Mind {
  const { outcomes = [], decisions = [] } = scenario;
  return {
    inModule: (module) => behaviourIn(scenario, module),
    answer(asked) {
      const fitting = outcomes.find(
        ({ stepId, visit = asked.visit, try: number = asked.try }) =>
          stepId === asked.stepId && visit === asked.visit && number === asked.try,
      );
      if (fitting === undefined) return { outcome: 'done', after: takes(asked) };
      const { outcome, afterMinutes, result } = fitting;
      const after = afterMinutes === undefined ? takes(asked) : afterMinutes * MINUTE;
      return { outcome, after, ...(result !== undefined && { result }) };
    },
    judge(asked) {
      const fitting = decisions.find(
        ({ stepId, visit = asked.visit }) => stepId === asked.stepId && visit === asked.visit,
      );
      if (fitting?.decision === 'never') return 'never';
      const decision = fitting?.decision ?? USUAL_DECISIONS[asked.task];
      return { decision, after: (fitting?.afterHours ?? 2) * HOUR };
    },
  };
}
