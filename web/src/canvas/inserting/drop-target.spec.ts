import { dropTarget } from './drop-target.ts';

const after = (from: string, port = 'next') => ({ from, port });
const pointer = { x: 100, y: 100 };
const pluses = [
  { outlet: after('far'), at: { x: 160, y: 100 } },
  { outlet: after('near'), at: { x: 110, y: 130 } },
];

describe('where a step goes that is dragged in', () => {
  it('is behind the box it is let go of on, also beside a plus', () => {
    expect(dropTarget({ pointer, box: after('welcome'), line: null, pluses })).toEqual(after('welcome'));
  });

  it('is on the line under the pointer', () => {
    expect(dropTarget({ pointer, box: undefined, line: after('wait', 'timeout'), pluses })).toEqual(
      after('wait', 'timeout'),
    );
  });

  it('is the nearest plus within reach, also over a box that leads nowhere', () => {
    expect(dropTarget({ pointer, box: undefined, line: null, pluses })).toEqual(after('near'));
    expect(dropTarget({ pointer, box: null, line: null, pluses })).toEqual(after('near'));
  });

  it('is by itself where nothing is near', () => {
    expect(dropTarget({ pointer: { x: 500, y: 500 }, box: undefined, line: null, pluses })).toBeNull();
  });
});
