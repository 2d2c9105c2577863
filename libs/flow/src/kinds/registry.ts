import type { Definition, Step, StepId, StepKind, StepOf } from '../model/definition.ts';
import { alert } from './asking/alert.ts';
import { approve } from './asking/approve.ts';
import { task } from './asking/task.ts';
import { assess } from './course/assess.ts';
import { branch } from './ways/branch.ts';
import { callAutomation } from './calling/call-automation.ts';
import { grade } from './course/grade.ts';
import { certify } from './course/certify.ts';
import { end } from './ways/end.ts';
import { exit } from './ways/exit.ts';
import { filter } from './ways/filter.ts';
import { forEachModule } from './blocks/for-each-module.ts';
import { goal } from './ways/goal.ts';
import { goTo } from './ways/go-to.ts';
import { join } from './blocks/join.ts';
import { generate } from './contact/generate.ts';
import { message } from './contact/message.ts';
import { parallel } from './blocks/parallel.ts';
import { charge } from './money/charge.ts';
import { endEntitlement } from './money/end-entitlement.ts';
import { grant } from './money/grant.ts';
import { refund } from './money/refund.ts';
import { subscribe } from './money/subscribe.ts';
import { release } from './course/release.ts';
import { relock } from './course/relock.ts';
import { revoke } from './course/revoke.ts';
import { setField } from './acting/set-field.ts';
import { tag } from './acting/tag.ts';
import type { StepRules } from './step-rules.ts';
import { split } from './ways/split.ts';
import { trigger } from './ways/trigger.ts';
import { wait } from './time/wait.ts';
import { waitFor } from './time/wait-for.ts';
import { webhook } from './outside/webhook.ts';

/** Every step kind's rules at run time: a new kind does not compile until it has some. */
export const STEP_RULES = {
  trigger,
  release,
  relock,
  wait,
  waitFor,
  branch,
  split,
  filter,
  goTo,
  goal,
  exit,
  parallel,
  forEachModule,
  join,
  message,
  assess,
  grade,
  certify,
  revoke,
  tag,
  setField,
  webhook,
  callAutomation,
  generate,
  charge,
  subscribe,
  refund,
  grant,
  endEntitlement,
  approve,
  task,
  alert,
  end,
} satisfies {
  [K in StepKind]: StepRules<K>;
};

/** The rules of a step whose kind is only known as the union. */
export function rulesOf(step: Step): StepRules<StepKind> {
  return STEP_RULES[step.kind] as StepRules<StepKind>;
}

/** Whether a step gives somebody of the school something to decide, do or know about its learner. */
export function isAsking(step: Step): step is StepOf<'approve' | 'task' | 'alert' | 'generate'> {
  return rulesOf(step).holdsTask !== undefined;
}

/** Named ways out of a step, in drawing order; the first is where the main path goes on. */
export function portsOf(step: Step): string[] {
  return rulesOf(step).ports(step.config);
}

/** The way out after a failure. It may stay open: then a failure blocks the token until an operator decides. */
export const ERROR_PORT = 'error';

/** Whether this way out of a step may lead nowhere, without anything being wrong. */
export function mayStayOpen(step: Step, port: string): boolean {
  return port === ERROR_PORT || (rulesOf(step).mayStayOpen ?? []).includes(port);
}

/** Whether somebody's way can end at this step of the drawing. */
export function canEndAt({ steps, edges }: Definition, id: StepId): boolean {
  const step = steps[id];
  if (step === undefined) return false;
  const rules = rulesOf(step);
  if (rules.endsAt === undefined) return false;
  const connected = edges.filter(({ from }) => from === id).map(({ port }) => port);
  return rules.endsAt(step.config, connected);
}
