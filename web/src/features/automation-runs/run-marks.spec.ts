import type { RunDetail, StepVisit } from '@gradus/contracts';
import { currentVisits, runMarks } from './run-marks.ts';

const visit = (
  stepId: string,
  number: number,
  state: StepVisit['state'],
  port: string | null = null,
): StepVisit => ({
  stepId,
  title: stepId,
  version: 1,
  visit: number,
  state,
  port,
  enteredAt: '2026-11-01T00:00:00Z',
  leftAt: null,
  deadline: null,
  problem: null,
  because: [],
  effects: [],
});

const run = (visits: StepVisit[]) =>
  ({
    definition: { schemaVersion: 2, trigger: 'start', steps: { start: {}, mail: {}, later: {} } },
    visits,
  }) as unknown as RunDetail;

describe('the marks of a run', () => {
  it('lights up what was passed and shows where the learner is', () => {
    const marks = runMarks(run([visit('mail', 2, 'blocked'), visit('mail', 1, 'left', 'next')]));
    expect(marks.get('start')).toMatchObject({ state: 'left', ports: ['next'] });
    expect(marks.get('mail')).toEqual({ kind: 'place', state: 'blocked', visits: 2, ports: ['next'] });
    expect(marks.get('later')).toMatchObject({ state: 'never', visits: 0 });
  });

  it('puts what is blocked before what waits', () => {
    const visits = [visit('mail', 1, 'waiting'), visit('later', 1, 'blocked'), visit('start', 1, 'left')];
    expect(currentVisits(visits).map((one) => one.stepId)).toEqual(['later', 'mail']);
  });
});
