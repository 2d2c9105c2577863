import type { ForecastReport } from '@gradus/contracts';
import { heatOn } from './heat.ts';

const step = (stepId: string, standing: number[]) => ({
  stepId,
  title: stepId,
  entered: 9,
  ended: 0,
  ports: {},
  standing,
});

describe('the heat of a crowd', () => {
  it('is as warm as a step is full beside the fullest of that Monday', () => {
    const report = { steps: [step('a', [8, 0]), step('b', [2, 0])] } as unknown as ForecastReport;
    const first = heatOn(report, 0, ['a', 'b', 'new']);
    expect(first.get('a')).toEqual({ kind: 'heat', people: 8, through: 9, warmth: 1 });
    expect(first.get('b')).toMatchObject({ people: 2, warmth: 0.25 });
    expect(first.get('new')).toEqual({ kind: 'heat', people: 0, through: 0, warmth: 0 });
    expect(heatOn(report, 1, ['a']).get('a')).toMatchObject({ people: 0, warmth: 0 });
  });
});
