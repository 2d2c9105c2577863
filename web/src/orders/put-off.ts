import type { CommandRun } from '@gradus/contracts';

export type PutOff = Extract<CommandRun, { name: 'postpone' }>['to'];
type Unit = Extract<PutOff, { kind: 'by' }>['unit'];

export const UNITS: { value: Unit; label: string }[] = [
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
  { value: 'weeks', label: 'weeks' },
];

/**
 * A wall-clock time of a `datetime-local` field, in a zone, as an instant; null while it is not one. In a gap of the clocks it is
 * the moment the clocks go forward to, where two moments have it the earlier one counts.
 */
export function instantOf(local: string, zone: string): string | null {
  const asUtc = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc)) return null;
  const first = asUtc - offsetAt(asUtc, zone);
  const second = asUtc - offsetAt(first, zone);
  return new Date(Math.min(first, second)).toISOString();
}

/** How far the zone is ahead of UTC then, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00';
  const wall = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return Date.parse(wall) - Math.floor(at / 1_000) * 1_000;
}
