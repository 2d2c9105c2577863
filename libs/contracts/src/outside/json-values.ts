/** The longest text that a variable takes: a run's state stays small. */
const LONGEST = 500;

/** What lies at a place of JSON (`order.items.0.id`); undefined: nothing does. Only what the JSON itself holds is found. */
export function valueAt(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The small, plain values at these places, by the names they are kept as; what is not there, too long or no plain value is left out. */
export function smallValues(
  json: unknown,
  keep: ReadonlyArray<{ path: string; into: string }>,
): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const { path, into } of keep) {
    const value = valueAt(json, path);
    if (typeof value === 'string' && value.length <= LONGEST) kept[into] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') kept[into] = value;
  }
  return kept;
}
