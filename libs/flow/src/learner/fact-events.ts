import type { DomainEventType } from '@gradus/contracts';
import { asksAboutMoney, asksAboutPerson } from '../conditions/names.ts';
import { type AssessmentFact, type Facts, MONEY_EVENTS } from '../model/facts.ts';
import type { EventInput } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { completedAt } from './progress.ts';

/** The events that announce a change of the facts: a wait for facts listens to all of them. */
export const FACT_EVENTS = [
  'enrollment.activated',
  'lesson.completed',
  'module.completed',
  'submission.made',
  'submission.graded',
  'requirements.met',
  'credential.issued',
  'credential.failed',
  'credential.revoked',
] as const satisfies readonly DomainEventType[];

const PERSON_EVENTS = [
  'tag.added',
  'tag.removed',
  'field.changed',
] as const satisfies readonly DomainEventType[];

/** The events after which a condition over facts may have another answer. */
export function eventsThatDecide(condition: string): readonly DomainEventType[] {
  if (!asksAboutPerson(condition) && !asksAboutMoney(condition)) return FACT_EVENTS;
  const events: DomainEventType[] = [...FACT_EVENTS];
  if (asksAboutPerson(condition)) events.push(...PERSON_EVENTS);
  if (asksAboutMoney(condition)) events.push(...MONEY_EVENTS);
  return [...new Set(events)];
}

/** An event without the id that its row has. */
export type DatedEvent = Pick<EventInput, 'at' | 'type' | 'data'>;

/** What announces that work was handed in, or its grade. */
export function submissionEvent(module: string, fact: AssessmentFact): Pick<DatedEvent, 'type' | 'data'> {
  const data = { module, attempt: fact.attempt };
  if (fact.kind === 'submitted') return { type: 'submission.made', data };
  const { passed = false, percentage = 0, changed = false } = fact;
  return { type: 'submission.graded', data: { ...data, passed, percentage, changed } };
}

/**
 * The events that these facts amount to up to `until`, oldest first, with the data every one of them carries:
 * `{ module }` for lessons and modules, `{ module, attempt }` for a submission, with `passed`, `percentage` and `changed` (it takes
 * the place of an earlier grade) for a grade.
 */
export function factEvents(facts: Facts, until: Instant): DatedEvent[] {
  const events: DatedEvent[] = [];
  const { activatedAt = facts.enrolledAt } = facts;
  if (activatedAt !== null) events.push({ at: activatedAt, type: 'enrollment.activated', data: {} });
  const completions: Instant[] = [];
  for (const module of facts.modules) {
    const data = { module: module.key };
    for (const at of module.lessonCompletions) events.push({ at, type: 'lesson.completed', data });
    for (const fact of module.assessment?.history ?? [])
      events.push({ at: fact.at, ...submissionEvent(module.key, fact) });
    const complete = completedAt(module, facts, until);
    if (complete === null) continue;
    completions.push(complete);
    events.push({ at: complete, type: 'module.completed', data });
  }
  if (facts.modules.length > 0 && completions.length === facts.modules.length) {
    events.push({ at: Math.max(...completions), type: 'requirements.met', data: {} });
  }
  const { issuedAt, failedAt, revokedAt = null } = facts.credential;
  if (issuedAt !== null) events.push({ at: issuedAt, type: 'credential.issued', data: {} });
  if (failedAt !== null) events.push({ at: failedAt, type: 'credential.failed', data: {} });
  if (revokedAt !== null) events.push({ at: revokedAt, type: 'credential.revoked', data: {} });
  return events.filter((event) => event.at <= until).sort((a, b) => a.at - b.at);
}
