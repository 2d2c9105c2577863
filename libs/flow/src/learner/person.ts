import type { FieldValue } from '../model/definition.ts';
import type { Facts, PersonFacts, TagFact } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';

/** The tags on the person at `at`, each once, by the alphabet. */
export function tagsAt({ tags }: PersonFacts, at: Instant): string[] {
  return [...new Set(tags.filter((fact) => isOn(fact, at)).map(({ tag }) => tag))].sort();
}

/** The fields that are set at `at`: for each the last value given by then. */
export function fieldsAt({ fields }: PersonFacts, at: Instant): Record<string, FieldValue> {
  const set: Record<string, FieldValue> = {};
  for (const fact of fields) {
    if (fact.at > at) continue;
    if (fact.value === null) delete set[fact.field];
    else set[fact.field] = fact.value;
  }
  return set;
}

/** A step's change of the person. */
export type PersonChange =
  { type: 'tag'; tag: string; on: boolean } | { type: 'field'; field: string; value: FieldValue | null };

const isOn = ({ from, until }: TagFact, at: Instant) => from <= at && (until === null || until > at);

/**
 * A turn that is late decides in the past, so what came after it may be there already: a tag that was taken off later is
 * off from now, and one that was put on later is on from now.
 */
function withTag(person: PersonFacts, tag: string, on: boolean, at: Instant): PersonFacts {
  const own = person.tags.filter((fact) => fact.tag === tag);
  const others = person.tags.filter((fact) => fact.tag !== tag);
  if (!on) {
    const off = own.map((fact) => (isOn(fact, at) ? { ...fact, until: at } : fact));
    return { ...person, tags: [...others, ...off] };
  }
  if (own.some((fact) => isOn(fact, at))) return person;
  const next = own.filter(({ from }) => from > at).sort((a, b) => a.from - b.from)[0];
  const rest = own.filter((fact) => fact !== next);
  return { ...person, tags: [...others, ...rest, { tag, from: at, until: next?.until ?? null }] };
}

/** The facts with what a step has just changed, which facts that were read before it do not show yet. */
export function withPersonChange(facts: Facts, change: PersonChange, at: Instant): Facts {
  const { person } = facts;
  if (change.type === 'tag') return { ...facts, person: withTag(person, change.tag, change.on, at) };
  const fact = { field: change.field, at, value: change.value };
  const after = person.fields.findIndex((other) => other.at > at);
  return {
    ...facts,
    person: {
      ...person,
      fields: person.fields.toSpliced(after === -1 ? person.fields.length : after, 0, fact),
    },
  };
}
