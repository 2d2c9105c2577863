import { instantOf } from './put-off.ts';

describe('a date somebody is put off to', () => {
  it('is read in the learner’s zone, in summer and in winter', () => {
    expect(instantOf('2026-12-01T09:00', 'Europe/Berlin')).toBe('2026-12-01T08:00:00.000Z');
    expect(instantOf('2026-07-01T09:00', 'Europe/Berlin')).toBe('2026-07-01T07:00:00.000Z');
    expect(instantOf('2026-12-01T09:00', 'America/New_York')).toBe('2026-12-01T14:00:00.000Z');
  });
  it('is the earlier of two where the clocks go back', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });
  it('is as much later as the clocks jump where they go forward', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
  it('is nothing while it is being typed', () => {
    expect(instantOf('', 'Europe/Berlin')).toBeNull();
    expect(instantOf('2026-12-01', 'Europe/Berlin')).toBeNull();
  });
});
