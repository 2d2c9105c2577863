/** Longer texts are not quoted: that they are others is what matters. */
const LONGEST_QUOTE = 60;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What parts of a config are called, by their last name or the last two. */
const LABELS: Record<string, string> = {
  'for.duration': 'length of the wait',
  'for.date': 'date',
  'for.time': 'time of day',
  'for.at': 'weekday and time',
  'for.days': 'business days',
  'for.from': 'date it counts from',
  'for.offset': 'how long before or after',
  'for.direction': 'before or after',
  within: 'time or hours within which',
  blackoutDates: 'blackout dates',
  'for.condition': 'condition',
  'for.event': 'event',
  'for.where': 'only when',
  'for.since': 'since when it counts',
  for: 'what it waits for',
  on: 'what starts it',
  timeout: 'longest wait',
  due: 'due',
  zone: 'clock it goes by',
  policy: 'when it opens',
  'policy.days': 'days until it opens',
  snap: 'weekday and time it opens',
  body: 'text',
  validFor: 'worth delivering for',
  channel: 'how it reaches them',
  remindBefore: 'reminder',
  escalateTo: 'whom to turn to',
  wait: 'whether the learner waits',
  waitForDelivery: 'waits for delivery',
  exitOn: 'events that end it',
};

/** "waitForDelivery" as words: "wait for delivery". */
export function inWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}

/** What a field of a config is called; of a part of a list, with that part's id. */
export function sayField(field: string): string {
  const names = field.split('.');
  const last = names.slice(-2).join('.');
  const label = LABELS[field] ?? LABELS[last] ?? LABELS[names.at(-1) ?? ''] ?? inWords(names.at(-1) ?? '');
  const parent = names.length > 2 ? names.at(-2) : undefined;
  return parent === undefined || LABELS[last] !== undefined ? label : `${label} of “${parent}”`;
}

function sayRecord(value: Record<string, unknown>): string {
  const { amount, unit, weekdays, time } = value;
  if (typeof amount === 'number' && typeof unit === 'string') {
    return `${amount} ${amount === 1 ? unit.replace(/s$/, '') : unit}`;
  }
  if (Array.isArray(weekdays)) {
    const days = weekdays.map((day) => WEEKDAYS[Number(day) - 1] ?? '?');
    return `${days.join(', ')}${typeof time === 'string' ? ` ${time}` : ''}`;
  }
  const { kind, title, ...rest } = value;
  if (typeof title === 'string') return `“${title}”`;
  const parts = Object.values(rest).filter((part) => part !== undefined);
  const said = parts.length === 0 ? '' : ` ${parts.map(sayValue).join(', ')}`;
  return typeof kind === 'string' ? `${inWords(kind)}${said}` : said.trim();
}

/** A value of a config as people read it: "5 days", "Monday 09:00", "yes". Null: too long to be read out. */
export function sayValue(value: unknown): string | null {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length <= LONGEST_QUOTE && !value.includes('\n') ? value : null;
  if (Array.isArray(value)) {
    const said = value.length === 0 ? 'none' : value.map(sayValue).join(', ');
    return said.length <= 2 * LONGEST_QUOTE ? said : null;
  }
  if (typeof value !== 'object') return null;
  const said = sayRecord(value as Record<string, unknown>);
  return said.length <= 2 * LONGEST_QUOTE ? said : null;
}
