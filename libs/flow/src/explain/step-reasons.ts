import { alertDue, taskDueAt } from '../kinds/asking/decisions.ts';
import { callDueAt } from '../kinds/calling/call-automation.ts';
import { checkoutDueAt } from '../kinds/money/subscribe.ts';
import { dueAt } from '../kinds/course/assess.ts';
import { gradeDueAt } from '../kinds/course/grade.ts';
import { zoneOf, type RunView } from '../kinds/step-rules.ts';
import { endOfWait } from '../kinds/time/end-of-wait.ts';
import { timeoutAt } from '../kinds/time/wait-for.ts';
import { completionGaps, type CompletionGap } from '../learner/completion-gaps.ts';
import { assessmentStateAt } from '../learner/progress.ts';
import type { StepKind, StepOf } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan, PlanStep } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { blackoutAt } from '../time/calendar/allowed.ts';
import { addDuration } from '../time/durations.ts';
import { joinReason } from './join-reason.ts';
import type { Reason } from './reason.ts';
import { releaseReason, titleOf } from './release-reason.ts';

/** A token that waits, where it waits, and the run around it. */
export interface Waiting<K extends StepKind = StepKind> extends RunView {
  config: StepOf<K>['config'];
  /** The run's own plan, which knows those of other versions it stands on. */
  plan: Plan;
  planStep: PlanStep;
  token: Readonly<Token>;
}

type StepReason<K extends StepKind> = (waiting: Waiting<K>) => Reason[];

const waitForReason: StepReason<'waitFor'> = (waiting) => {
  const { config, token } = waiting;
  const until = timeoutAt(config, token, waiting);
  if (config.for.kind === 'event') return [{ code: 'wait.event', event: config.for.event, until }];
  const { condition } = config.for;
  return [{ code: 'wait.facts', condition, gaps: gapsIn(condition, waiting), until }];
};

/** What the course still asks for, when the condition is about that. */
function gapsIn(condition: string, { facts, at }: RunView): CompletionGap[] {
  const about = condition.includes('requirementsMet') || condition.includes('progress');
  return about ? completionGaps(facts, at) : [];
}

const goalReason: StepReason<'goal'> = (waiting) => {
  const { condition } = waiting.config;
  return [{ code: 'wait.goal', condition, gaps: gapsIn(condition, waiting) }];
};

const assessReason: StepReason<'assess'> = (waiting) => {
  const { config, token, facts, at } = waiting;
  const module = facts.modules.find(({ key }) => key === config.module);
  const due = dueAt(config, token, waiting);
  return [
    {
      code: 'wait.grade',
      module: config.module,
      title: titleOf(config.module, facts),
      assessment: module === undefined ? 'none' : assessmentStateAt(module, at),
      due,
      overdue: due !== null && due <= at,
    },
  ];
};

const gradeReason: StepReason<'grade'> = (waiting) => {
  const { config, token, facts } = waiting;
  const module = facts.modules.find(({ key }) => key === config.module);
  const due = gradeDueAt(config, token, waiting);
  const title = titleOf(config.module, facts);
  if (module === undefined) return [];
  return [{ code: 'wait.grading', module: config.module, title, until: due }];
};

/** Whom a call goes to, without the path, which may hold a key. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? url;
}

const nothing = (): Reason[] => [];

/** That an operator's date is what counts now; null: it does not. */
function putOffUntil({ notBefore, deadline }: Readonly<Token>): Reason[] | null {
  return notBefore === null || notBefore !== deadline ? null : [{ code: 'wait.putOff', at: notBefore }];
}

/** The blackout that this moment lies right behind; null: none. */
function movedPast(at: Instant, { config, planStep, facts }: Waiting<'wait'>): string | null {
  const zone = zoneOf(config.zone, facts) ?? facts.schoolZone;
  const dayBefore = addDuration(at, { amount: -1, unit: 'days' }, zone);
  return blackoutAt(dayBefore, { zone, blackouts: planStep.blackouts })?.title ?? null;
}

const waitReason: StepReason<'wait'> = (waiting) => {
  const { config, token, facts } = waiting;
  const { from } = config.for.kind === 'courseDate' ? config.for : { from: null };
  const dated = from?.kind !== 'module' || endOfWait(config, waiting.at, waiting, false) !== null;
  if (from?.kind === 'module' && !dated)
    return [{ code: 'wait.opening', module: from.module, title: titleOf(from.module, facts) }];
  const { deadline: at } = token;
  if (at === null) return [];
  const past = movedPast(at, waiting);
  return putOffUntil(token) ?? [{ code: 'wait.time', at, ...(past !== null && { past }) }];
};

/** Why a token waits at a step of each kind. */
const STEP_REASONS = {
  trigger: nothing,
  release: (waiting) =>
    putOffUntil(waiting.token) ?? [
      releaseReason(waiting.config, { ...waiting, previous: waiting.planStep.previous }),
    ],
  relock: nothing,
  wait: waitReason,
  waitFor: waitForReason,
  branch: nothing,
  split: nothing,
  filter: nothing,
  goTo: nothing,
  goal: goalReason,
  exit: nothing,
  parallel: nothing,
  forEachModule: nothing,
  join: (waiting) => joinReason(waiting.config.for, waiting),
  message: () => [{ code: 'wait.delivery' }],
  assess: assessReason,
  grade: gradeReason,
  certify: () => [{ code: 'wait.certificate' }],
  revoke: nothing,
  tag: nothing,
  setField: nothing,
  generate: (waiting) => {
    const { config, token } = waiting;
    const until = taskDueAt(config, token, waiting);
    if (!config.review) return [{ code: 'wait.text', until }];
    return [{ code: 'wait.textReview', to: config.to, until }];
  },
  webhook: ({ config }) => [{ code: 'wait.answer', host: hostOf(config.url) }],
  callAutomation: (waiting) => [
    { code: 'wait.called', until: callDueAt(waiting.config, waiting.token, waiting) },
  ],
  charge: () => [{ code: 'wait.payment' }],
  subscribe: (waiting) => {
    const { config, token } = waiting;
    const opened = config.checkout !== undefined && token.effectKey === null;
    if (!opened) return [{ code: 'wait.payment' }];
    return [{ code: 'wait.checkout', until: checkoutDueAt(config, token, waiting) }];
  },
  refund: () => [{ code: 'wait.refund' }],
  grant: nothing,
  endEntitlement: nothing,
  approve: (waiting) => [
    {
      code: 'wait.decision',
      to: waiting.config.to,
      until: taskDueAt(waiting.config, waiting.token, waiting),
    },
  ],
  task: (waiting) => [
    { code: 'wait.task', to: waiting.config.to, until: taskDueAt(waiting.config, waiting.token, waiting) },
  ],
  alert: (waiting) => [
    {
      code: 'wait.notice',
      until: taskDueAt(alertDue(waiting.config), waiting.token, waiting),
    },
  ],
  end: nothing,
} satisfies { [K in StepKind]: StepReason<K> };

/** Why this token is still where it is. */
export function reasonsOf(waiting: Waiting): Reason[] {
  const reasons = STEP_REASONS[waiting.planStep.step.kind] as StepReason<StepKind>;
  return reasons(waiting);
}
