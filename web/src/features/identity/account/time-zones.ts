export interface ZoneChoice {
  value: string;
  label: string;
  hint: string;
}

/** Every zone this browser knows, by name, with its distance from UTC on that day. */
export function zoneChoices(now: Date, chosen: string): ZoneChoice[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen]);
  return [...names]
    .map((name) => ({ value: name, label: zoneLabel(name), hint: offsetOf(name, now) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** "America/Argentina/Buenos_Aires" -> "Buenos Aires (America, Argentina)": people look for their city. */
export function zoneLabel(name: string): string {
  const parts = name.replaceAll('_', ' ').split('/');
  const city = parts.pop() ?? name;
  return parts.length === 0 ? city : `${city} (${parts.join(', ')})`;
}

/** "UTC+5:30" on that day; summer time moves it. */
export function offsetOf(zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    now,
  );
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return offset.replace('GMT', 'UTC');
}
