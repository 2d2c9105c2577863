import { describe, expect, it } from '@jest/globals';
import { isOutdated, sayCost, sayTrial } from './trial-words.ts';

const trial = {
  text: 'Well done, Ada.',
  asked: 'Cheer somebody up.',
  provider: 'openai',
  model: 'gpt-test',
  costUsd: 0.000_412,
};
const asked = { prompt: 'Cheer somebody up.', mostCharacters: 400, stepId: 'write' };

describe('a prompt that was tried', () => {
  it('says what it cost, to the first digits that are not 0', () => {
    expect(sayCost(trial)).toBe('it cost US$0.00041');
    expect(sayCost({ costUsd: 0.25 })).toBe('it cost US$0.25');
    expect(sayCost({ costUsd: null })).toBe('its cost is not known');
  });

  it('says who has written it and how long it is', () => {
    expect(sayTrial(asked, trial)).toBe(
      '15 of at most 400 characters, written by OpenAI (gpt-test); it cost US$0.00041.',
    );
  });

  it('is of other words once its prompt or its length was changed', () => {
    expect(isOutdated(asked, { ...asked, prompt: ' Cheer somebody up.\n' })).toBe(false);
    expect(isOutdated(asked, { ...asked, prompt: 'Cheer them up.' })).toBe(true);
    expect(isOutdated(asked, { ...asked, mostCharacters: 200 })).toBe(true);
  });
});
