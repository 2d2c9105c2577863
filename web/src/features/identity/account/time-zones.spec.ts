import { offsetOf, zoneChoices, zoneLabel } from './time-zones.ts';

describe('time zones', () => {
  it('puts the city first', () => {
    expect(zoneLabel('America/Argentina/Buenos_Aires')).toBe('Buenos Aires (America, Argentina)');
    expect(zoneLabel('UTC')).toBe('UTC');
  });

  it('says the distance of that day', () => {
    expect(offsetOf('Europe/Berlin', new Date('2026-12-01T12:00:00Z'))).toBe('UTC+1');
    expect(offsetOf('Europe/Berlin', new Date('2026-07-01T12:00:00Z'))).toBe('UTC+2');
    expect(offsetOf('Asia/Kolkata', new Date('2026-07-01T12:00:00Z'))).toBe('UTC+5:30');
  });

  it('offers what is chosen even when this browser would not', () => {
    const values = zoneChoices(new Date('2026-12-01T12:00:00Z'), 'Etc/GMT+5').map((choice) => choice.value);
    expect(values).toContain('Etc/GMT+5');
    expect(values).toContain('UTC');
    expect(new Set(values).size).toBe(values.length);
  });
});
