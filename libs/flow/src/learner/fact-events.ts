import type { DomainEventType } from '@gradus/contracts';
import { asksAboutMoney, asksAboutPerson } from '../conditions/names.ts';
import { type Facts, MONEY_EVENTS, type ModuleFacts } from '../model/facts.ts';
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

function assessmentEvents(module: ModuleFacts): DatedEvent[] {
  return (module.assessment?.history ?? []).map((fact) => {
    const data = { module: module.key, attempt: fact.attempt };
    if (fact.kind === 'submitted') return { at: fact.at, type: 'submission.made', data };
    const { passed = false, percentage = 0, changed = false } = fact;
    const grade = { passed, percentage, changed };
    return { at: fact.at, type: 'submission.graded', data: { ...data, ...grade } };
  });
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
    events.push(...assessmentEvents(module));
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
