import { sayItems, sayWhom } from './migration-words.ts';

const nobody = { planned: 3, sent: 0, done: 0, refused: 0, failed: 0, skipped: 0 };

describe('a migration in words', () => {
  it('says how far it is and what went wrong', () => {
    expect(sayItems(nobody)).toBe('Nobody yet');
    expect(sayItems({ ...nobody, done: 38, refused: 1, skipped: 2 })).toBe('38 told, 1 refused, 2 left out');
  });
  it('says whom it is about', () => {
    expect(sayWhom({ chosen: null, scope: 'nextStep' })).toBe('each at their next step');
    expect(sayWhom({ chosen: 1, scope: 'now' })).toBe('1 who was chosen');
  });
});
