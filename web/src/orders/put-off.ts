import type { CommandRun } from '@gradus/contracts';

export type PutOff = Extract<CommandRun, { name: 'postpone' }>['to'];
type Unit = Extract<PutOff, { kind: 'by' }>['unit'];

export const UNITS: { value: Unit; label: string }[] = [
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
  { value: 'weeks', label: 'weeks' },
];

const DAY = 86_400_000;

/**
 * A wall-clock time of a `datetime-local` field, in a zone, as an instant; null while it is not one. Where two moments have
 * it, the earlier one counts; in a gap of the clocks it is as much later as the clocks jump.
 */
export function instantOf(local: string, zone: string): string | null {
  const wall = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(wall)) return null;
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  const fitting = [before, after].filter((at) => at + offsetAt(at, zone) === wall);
  return new Date(fitting.length === 0 ? before : Math.min(...fitting)).toISOString();
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
