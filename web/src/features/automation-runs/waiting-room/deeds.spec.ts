import type { Definition, Step } from '@gradus/flow';
import { deedsFor, fitsStep } from './deeds.ts';

const wait: Step = {
  kind: 'wait',
  title: 'Three days',
  config: { for: { kind: 'duration', duration: { amount: 3, unit: 'days' } }, zone: 'learner' },
};
const until = (limited: boolean): Step => ({
  kind: 'waitFor',
  title: 'Until the work is done',
  config: {
    for: { kind: 'facts', condition: 'facts.requirementsMet' },
    ...(limited ? { timeout: { amount: 9, unit: 'days' as const } } : {}),
    zone: 'learner',
  },
});
const end: Step = { kind: 'end', title: 'End', config: { outcome: 'ended' } };
const drawing = (here: Step): Pick<Definition, 'steps' | 'edges'> => ({
  steps: { here, end },
  edges: [{ from: 'here', port: 'next', to: 'end' }],
});

describe('what can be done in the waiting room', () => {
  it('ends or puts off a wait for time', () => {
    expect(deedsFor('waiting', 'here', drawing(wait))).toEqual(['releaseNow', 'postpone', 'exit']);
  });
  it('skips what waits for something, and puts off its limit where it has one', () => {
    expect(deedsFor('waiting', 'here', drawing(until(true)))).toEqual(['skip', 'postpone', 'exit']);
    expect(deedsFor('waiting', 'here', drawing(until(false)))).toEqual(['skip', 'exit']);
  });
  it('tries what is blocked again, or skips it', () => {
    expect(deedsFor('blocked', 'here', drawing(wait))).toEqual(['retry', 'skip', 'exit']);
    expect(deedsFor('held', 'here', drawing(wait))).toEqual(['exit']);
  });
  it('leaves it to the run where the step is drawn no longer', () => {
    expect(deedsFor('waiting', 'gone', drawing(wait))).toEqual(['releaseNow', 'postpone', 'exit']);
  });
  it('offers all there is to whoever goes by a version whose drawing is not at hand', () => {
    expect(deedsFor('waiting', 'here', null)).toEqual(['releaseNow', 'skip', 'postpone', 'exit']);
    expect(deedsFor('blocked', 'here', null)).toEqual(['retry', 'skip', 'exit']);
    expect(deedsFor('held', 'here', null)).toEqual(['exit']);
  });
  it('is the same for many', () => {
    const offered = (step: Step) =>
      (['releaseNow', 'skip', 'postpone', 'exit'] as const).filter((name) => fitsStep(name, step));
    expect(offered(wait)).toEqual(['releaseNow', 'postpone', 'exit']);
    expect(offered(until(false))).toEqual(['skip', 'exit']);
  });
});
