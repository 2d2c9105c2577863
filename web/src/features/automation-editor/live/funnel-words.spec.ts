import { lossesOf, mainSteps, sayLost, shareOf } from './funnel-words.ts';

const step = (stepId: string, kind: string, lost: Array<{ reason: string; count: number }> = []) => ({
  stepId,
  title: stepId,
  kind,
  came: 1,
  here: 0,
  lost,
});

describe('the funnel', () => {
  it('tells a course by what happens for the learner, and by where people are lost', () => {
    const lost = step('pause', 'wait', [{ reason: 'goal', count: 2 }]);
    const steps = [step('week', 'release'), step('mail', 'message'), lost];
    expect(mainSteps(steps).map(({ stepId }) => stepId)).toEqual(['week', 'pause']);
    expect(mainSteps([step('mail', 'message')])).toHaveLength(1);
    expect(lossesOf(lost)).toBe(2);
    expect(lost.lost.map(sayLost)).toEqual(['2 reached the goal']);
  });
  it('never shares out more than there is', () => {
    expect([shareOf(1, 3), shareOf(4, 3), shareOf(0, 0)]).toEqual([33, 100, 0]);
  });
});
