import { isOpen, peopleOf, STAY } from './decision.ts';

describe('a decision about the people inside', () => {
  it('says nothing of them when they stay', () => {
    expect(peopleOf(STAY)).toBeUndefined();
  });
  it('takes over now only those who were chosen', () => {
    const decision = { ...STAY, whom: 'these' as const, chosen: [{ runId: 'r1', name: 'Ada' }] };
    expect(peopleOf(decision)).toEqual({ scope: 'now', steps: {}, spreadMinutes: 60, onlyRunIds: ['r1'] });
    expect(peopleOf({ ...decision, whom: 'now' })).not.toHaveProperty('onlyRunIds');
  });
  it('is open while nobody was chosen', () => {
    expect(isOpen({ ...STAY, whom: 'these' })).toBe(true);
    expect(isOpen(STAY)).toBe(false);
  });
});
