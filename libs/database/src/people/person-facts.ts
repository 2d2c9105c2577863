import type { FieldValue, PersonFacts } from '@gradus/flow';

/** What a query that names a school `o` and a person `u` selects to know the person's dated tags and fields. */
export const PERSON_COLUMNS = `
       (SELECT jsonb_agg(jsonb_build_object('tag', t.tag, 'from', t.added_at, 'until', t.removed_at) ORDER BY t.added_at)
          FROM person_tags t WHERE t.organization_id = o.id AND t.user_id = u.id) AS person_tags,
       (SELECT jsonb_agg(jsonb_build_object('field', f.field, 'at', f.set_at, 'value', f.value) ORDER BY f.set_at, f.created_at)
          FROM person_fields f WHERE f.organization_id = o.id AND f.user_id = u.id) AS person_fields`;

/** What {@link PERSON_COLUMNS} answer. */
export interface PersonColumns {
  person_tags: Array<{ tag: string; from: string; until: string | null }> | null;
  person_fields: Array<{ field: string; at: string; value: FieldValue | null }> | null;
}

/** The columns as facts on a run's own clock. */
export function personFactsOf(row: PersonColumns, at: (time: string) => number): PersonFacts {
  return {
    tags: (row.person_tags ?? []).map(({ tag, from, until }) => ({
      tag,
      from: at(from),
      until: until === null ? null : at(until),
    })),
    fields: (row.person_fields ?? []).map(({ field, at: setAt, value }) => ({ field, at: at(setAt), value })),
  };
}
