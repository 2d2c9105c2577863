import { describe, expect, it } from '@jest/globals';
import { chain, mailStep, planOf, waitStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import type { CommandPreview } from './preview-command.ts';
import { previewStartOver } from './preview-start-over.ts';
import { StartOverStepMissingError } from './start-over.ts';

/** Two mails a day apart, through to the end. */
function ended(): Driver {
  const run = new Driver(planOf(chain({ a: mailStep(), wait: waitStep(1), b: mailStep() })));
  run.advance(ENROLLED + 2 * DAY);
  return run;
}

const ledger = new Map([
  ['run:a:1', 'done'],
  ['run:b:1', 'done'],
] as const);
const fates = ({ effects }: CommandPreview) =>
  effects.map(({ stepId, when, fate }) => `${stepId} ${when} ${fate}`);

describe('the preview of starting over', () => {
  const look = (stepId: string | null, effects: 'reuse' | 'again') => {
    const { plan, state, facts } = ended();
    return previewStartOver({ plan, state, facts, ledger, now: state.clock }, { stepId, effects });
  };

  it('says what was done and is not done again, from the beginning or from a step', () => {
    const whole = look(null, 'reuse');
    expect(fates(whole)).toEqual(['a now done', 'b later done']);
    expect(whole.standing).toMatchObject([{ stepId: 'wait', status: 'waiting' }]);
    const late = look('b', 'reuse');
    expect(fates(late)).toEqual(['b now done']);
    expect(late.ends).toBe('completed');
  });

  it('says what is done once more, when that is wanted', () => {
    expect(fates(look(null, 'again'))).toEqual(['a now again', 'b later again']);
  });

  it('refuses a step that is not drawn', () => {
    expect(() => look('nowhere', 'reuse')).toThrow(StartOverStepMissingError);
  });
});
