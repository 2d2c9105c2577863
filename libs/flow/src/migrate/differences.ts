import { canonicalJson } from '../compile/canonical-json.ts';

/** One part of a config or of the settings that is another one now. `undefined`: not there. */
export interface FieldDifference {
  /** Dot-separated; parts of a list that have an id are named by it. */
  field: string;
  before: unknown;
  after: unknown;
}

type Fields = Record<string, unknown>;

/** Whether two values mean the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  return canonicalJson({ value: a }) === canonicalJson({ value: b });
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A length of time or a time of the week is one thing: nobody changes only its unit. */
const isWhole = (value: Fields) => 'amount' in value || 'weekdays' in value;

const hasIds = (value: unknown): value is Array<Fields & { id: string }> =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => isFields(item) && typeof item['id'] === 'string');

function byId(items: unknown): Fields {
  return Object.fromEntries(hasIds(items) ? items.map((item) => [item.id, item]) : []);
}

/** Whether to look inside: two things of one kind, told apart by their parts. */
function comparable(before: unknown, after: unknown): [Fields, Fields] | null {
  if (isFields(before) && isFields(after)) {
    const alike = before['kind'] === after['kind'] && !isWhole(before) && !isWhole(after);
    return alike ? [before, after] : null;
  }
  return hasIds(before) && hasIds(after) ? [byId(before), byId(after)] : null;
}

/** What differs between two values, part by part, in the order of the earlier. */
export function differences(before: unknown, after: unknown, field = ''): FieldDifference[] {
  if (same(before, after)) return [];
  const parts = comparable(before, after);
  if (parts === null) return [{ field, before, after }];
  const names = [...new Set([...Object.keys(parts[0]), ...Object.keys(parts[1])])];
  const inner = names.flatMap((name) =>
    differences(parts[0][name], parts[1][name], field === '' ? name : `${field}.${name}`),
  );
  return inner.length > 0 ? inner : [{ field, before, after }];
}
