import { variablesIn } from '../compile/message-variables.ts';
import { titleOf } from '../explain/release-reason.ts';
import { isOpen } from '../learner/module-access.ts';
import type { Command } from '../model/commands.ts';
import type { StepOf } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant, TimeZone } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { project } from '../project/project.ts';

/** What a mail names that only its run knows, as it stands when the mail leaves. */
export interface MailMoment {
  /** Of the module it is about; null: it is about none. */
  moduleTitle: string | null;
  /** When the next module opens, as far as is settled or expected then; null: nobody can say. Left out: the mail does not name it. */
  nextOpening?: Instant | null;
  /** By whose clock its dates are written. */
  zone: TimeZone;
  /** There is a certificate to link to. */
  certified: boolean;
}

/** When the next module opens after `at`, of those this run opens and of those that something else does. */
function nextOpening(plan: Plan, state: RunState, facts: Facts, at: Instant): Instant | null {
  const projected = new Map(project(plan, state, facts, at).map((one) => [one.module, one]));
  const opens = facts.modules.flatMap((module): Instant[] => {
    if (isOpen(module, at)) return [];
    const own = projected.get(module.key);
    const opensAt = own === undefined ? module.opensAt : (own.at ?? own.expectedAt);
    return opensAt !== undefined && opensAt !== null && opensAt > at ? [opensAt] : [];
  });
  return opens.length === 0 ? null : Math.min(...opens);
}

/** Reads it off a run just after the turn that wrote the mail; one that is kept back leaves at its `notBefore`. */
export function mailMomentOf(
  { at, notBefore, module }: Extract<Command, { type: 'message' }>,
  { config: { subject, body } }: StepOf<'message'>,
  { plan, state, facts }: { plan: Plan; state: RunState; facts: Facts },
): MailMoment {
  const named = variablesIn(`${subject} ${body}`).includes('dates.next');
  return {
    moduleTitle: module === null ? null : titleOf(module, facts),
    // Foreseeing takes time, and few mails of a long way name what comes.
    ...(named && { nextOpening: nextOpening(plan, state, facts, Math.max(at, notBefore ?? at)) }),
    zone: facts.learnerZone,
    certified: facts.credential.issuedAt !== null,
  };
}
