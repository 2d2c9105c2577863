import { ApplyOperations } from './automations.ts';

const several = (count: number, type: string) => Array.from({ length: count }, () => ({ type }));
const read = (...operations: Array<{ type: string }>) =>
  ApplyOperations.safeParse({ revision: 1, operations });

describe('ApplyOperations', () => {
  it('takes the moves of a whole drawing, and beside them as many others as the draft can be changed by at once', () => {
    const [all, notMoves] = [2_500, 200];
    const others = several(notMoves, 'removeStep');
    expect(read(...others, ...several(all - notMoves - 1, 'moveStep'), { type: 'moveNote' }).success).toBe(
      true,
    );
    expect(read(...others, ...several(all - notMoves + 1, 'moveStep')).success).toBe(false);
  });

  it('refuses more of them than that, with a sentence', () => {
    const refused = read(...several(201, 'setTitle'), { type: 'moveStep' });
    expect(refused.error?.issues).toMatchObject([
      { path: ['operations'], message: expect.stringContaining('at most 200 operations') },
    ]);
  });
});
