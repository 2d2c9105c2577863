import { decimalOf, typedMinorUnits } from './minor-units.ts';

describe('an amount in a field', () => {
  it('is read with a point or a comma, in the unit of its currency', () => {
    expect(typedMinorUnits(' 49,90 ', 'EUR')).toBe(4_990);
    expect(typedMinorUnits('49', 'EUR')).toBe(4_900);
    expect(typedMinorUnits('500', 'JPY')).toBe(500);
  });
  it('is none while it cannot be read, or is finer than the currency', () => {
    for (const text of ['', 'free', '-1', '4.999']) expect(typedMinorUnits(text, 'EUR')).toBeNull();
    expect(typedMinorUnits('5.5', 'JPY')).toBeNull();
  });
  it('is shown as it would be typed', () => {
    expect(decimalOf(4_990, 'EUR')).toBe('49.90');
    expect(decimalOf(500, 'JPY')).toBe('500');
    expect(typedMinorUnits(decimalOf(99_999_999, 'USD'), 'USD')).toBe(99_999_999);
  });
});
