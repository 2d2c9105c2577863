import { type Definition, type Facts, evaluateKey, factsAt, type Instant } from '@gradus/flow';
import type { Subject } from './person-facts.ts';

/** What brings somebody in, now: an event, a person's decision, a date. */
export interface Occasion {
  /** Unique in the organization, e.g. the event's id: the same occasion never starts a second run of one automation. */
  key: string;
  at: Date;
  /** Small values: what a where-clause reads as `event`, and the variables the run begins with. */
  data: Record<string, string | number | boolean>;
}

/** What the key of an entry is made from. */
export interface EntryContext {
  use: 'journey' | 'campaign';
  entry: Definition['entry'];
  subject: Subject;
  occasion: Occasion;
  /** The facts, read when a key asks for them, and the moment they are looked at. */
  facts(): Promise<{ facts: Facts; at: Instant }>;
}

/**
 * What the entry rule makes unique, as a unique index has it: `once` is once a person (a journey: once an enrollment),
 * `keyed` once a person and value of the key; the others once an occasion.
 *
 * @throws ConditionFailedError when the key cannot be worked out
 */
export async function entryKeyOf({ use, entry, subject, occasion, facts }: EntryContext): Promise<string> {
  const person = `person:${subject.userId}`;
  if (entry.rule === 'once')
    return use === 'journey' && subject.enrollmentId ? `enrollment:${subject.enrollmentId}` : person;
  if (entry.rule !== 'keyed') return `${occasion.key}:${person}`;
  const known = await facts();
  const value = evaluateKey(entry.key, factsAt(known.facts, known.at), {}, occasion.data);
  return `${person}:key:${value}`;
}
