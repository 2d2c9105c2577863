import { changeOf, draftOf } from './variable-draft.ts';

describe('a variable that is changed', () => {
  it('keeps its kind', () => {
    expect(changeOf(draftOf('score', 3))).toEqual({ variable: 'score', value: 3 });
    expect(changeOf(draftOf('vip', false))).toEqual({ variable: 'vip', value: false });
    expect(changeOf(draftOf('city', 'Berlin'))).toEqual({ variable: 'city', value: 'Berlin' });
  });
  it('is nothing while its name or its number is missing', () => {
    expect(changeOf({ name: ' ', kind: 'text', text: 'x' })).toBeNull();
    expect(changeOf({ name: 'n', kind: 'number', text: 'many' })).toBeNull();
    expect(changeOf({ name: 'n', kind: 'number', text: '2,5' })).toEqual({ variable: 'n', value: 2.5 });
  });
});
