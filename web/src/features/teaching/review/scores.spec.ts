import { initialScores, verdictOf } from './scores.ts';

const rubric = [
  { key: 'aim', title: 'Aim', description: '', points: 10, ratings: [] },
  { key: 'proof', title: 'Proof', description: '', points: 20, ratings: [] },
];

describe('review scores', () => {
  it('passes exactly at the mark', () => {
    const scores = [
      { key: 'aim', points: 8, feedback: '' },
      { key: 'proof', points: 10, feedback: '' },
    ];
    expect(verdictOf({ rubric, passPercentage: 60 }, scores)).toEqual({
      points: 18,
      most: 30,
      percentage: 60,
      passed: true,
      complete: true,
    });
  });

  it('is not complete while a criterion is not judged', () => {
    const item = { rubric, passPercentage: 60, proposal: null } as unknown as Parameters<
      typeof initialScores
    >[0];
    expect(verdictOf(item, initialScores(item)).complete).toBe(false);
  });
});
