import { PersonName } from './primitives.ts';

describe('PersonName', () => {
  it.each(['Ada', 'Zoë O’Neill-Łukasz', 'Анна', '山田 太郎', 'محمد', 'Ada 👩🏽‍🚀'])('takes %s', (name) => {
    expect(PersonName.parse(` ${name} `)).toBe(name);
  });

  it.each([
    '',
    ' ',
    'Ada\nYour account is closed, call',
    'Ada\r\nBcc: x@y.z',
    'A\u0000',
    'A\u202eadA',
    'A\u2028B',
  ])('refuses %j', (name) => {
    expect(PersonName.safeParse(name).success).toBe(false);
  });
});
