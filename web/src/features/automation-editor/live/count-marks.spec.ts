import type { StepCounts } from '@gradus/contracts';
import { countMarks, whyNotConserved } from './count-marks.ts';

const step: StepCounts = {
  stepId: 'pause',
  entered: 12,
  waiting: 3,
  running: 0,
  blocked: 1,
  held: 0,
  left: 6,
  exited: 1,
  migratedIn: 0,
  migratedOut: 1,
  ports: { next: 6 },
  conserved: true,
};
const marked = (change: Partial<StepCounts>) =>
  countMarks({ versionId: null, openRuns: 4, conserved: false, steps: [{ ...step, ...change }] }).get(
    'pause',
  );

describe('the mark of a step', () => {
  it('says nothing while the numbers add up', () => {
    expect(marked({})).toEqual({
      kind: 'counts',
      waiting: 3,
      running: 0,
      blocked: 1,
      held: 0,
      through: 7,
      ports: { next: 6 },
      conserved: true,
    });
  });

  it('is there for every step that is drawn', () => {
    const counts = { versionId: null, openRuns: 4, conserved: true, steps: [step] };
    const marks = countMarks(counts, ['pause', 'later']);
    expect([...marks.keys()]).toEqual(['pause', 'later']);
    expect(marks.get('later')).toMatchObject({ waiting: 0, through: 0, conserved: true });
    expect(marks.get('pause')).toMatchObject({ waiting: 3 });
  });

  it('says what does not add up', () => {
    expect(marked({ entered: 13, conserved: false })).toMatchObject({
      conserved: false,
      why: expect.any(String),
    });
    expect(whyNotConserved({ ...step, entered: 13 })).toMatch(
      /^13 came in, but 12 are accounted for: 4 here and 8 gone on\./,
    );
    expect(whyNotConserved(step)).toMatch(
      /^The list of visits says that 4 are here, and the learners' own runs/,
    );
  });
});
