import { type ReadingClock, sayDistance, sayInstant } from './instant-text.ts';

const clock = (now: string, zone: string): ReadingClock => ({ now: new Date(now), zone, locale: 'en-GB' });

describe('sayInstant', () => {
  it('speaks in the zone of the reader, with the weekday', () => {
    const at = new Date('2026-12-01T23:30:00Z');
    expect(sayInstant(at, clock('2026-11-20T12:00:00Z', 'Europe/Berlin'))).toBe('Wed 2 Dec, 00:30');
    expect(sayInstant(at, clock('2026-11-20T12:00:00Z', 'America/New_York'))).toBe('Tue 1 Dec, 18:30');
  });

  it('names the year when it is another one', () => {
    const at = new Date('2027-01-04T08:00:00Z');
    expect(sayInstant(at, clock('2026-11-20T12:00:00Z', 'UTC'), 'day')).toBe('Mon, 4 Jan 2027');
  });
});

describe('sayDistance', () => {
  it('counts days on the calendar of the reader', () => {
    const lateEvening = clock('2026-11-20T21:00:00Z', 'Europe/Berlin');
    expect(sayDistance(new Date('2026-11-21T07:00:00Z'), lateEvening)).toBe('tomorrow');
    expect(sayDistance(new Date('2026-11-23T08:00:00Z'), lateEvening)).toBe('in 3 days');
    expect(sayDistance(new Date('2026-11-20T22:10:00Z'), lateEvening)).toBe('in 1 hour');
  });

  it.each([
    ['2026-11-20T12:00:20Z', 'just now'],
    ['2026-11-20T11:50:00Z', '10 minutes ago'],
    ['2026-12-11T12:00:00Z', 'in 3 weeks'],
    ['2026-11-18T12:00:00Z', '2 days ago'],
    ['2027-03-20T12:00:00Z', 'in 4 months'],
  ])('says %s as %s', (at, text) => {
    expect(sayDistance(new Date(at), clock('2026-11-20T12:00:00Z', 'UTC'))).toBe(text);
  });
});
