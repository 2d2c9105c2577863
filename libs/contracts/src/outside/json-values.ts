/** The longest text that a variable takes: a run's state stays small. */
const LONGEST = 500;
/** Of a surrogate pair, with the other half missing. */
const HALF_A_PAIR = /\p{Surrogate}/u;

/** What lies at a place of JSON (`order.items.0.id`); undefined: nothing does. Only what the JSON itself holds is found. */
export function valueAt(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The small, plain values at these places, by the names they are kept as; what is not there, too long or nothing that can be kept is left out. */
export function smallValues(
  json: unknown,
  keep: ReadonlyArray<{ path: string; into: string }>,
): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const { path, into } of keep) {
    const value = valueAt(json, path);
    if (isPlain(value)) kept[into] = value;
  }
  return kept;
}

/** What a variable can hold and PostgreSQL can keep: its JSON knows neither NUL nor half a surrogate pair. */
function isPlain(value: unknown): value is string | number | boolean {
  if (typeof value === 'string')
    return value.length <= LONGEST && !HALF_A_PAIR.test(value) && !value.includes('\u0000');
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
