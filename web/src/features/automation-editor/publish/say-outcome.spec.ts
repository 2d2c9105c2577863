import { sayOutcome } from './say-outcome.ts';

const nothing = {
  moves: { kept: 0, followed: 0, retimed: 0, redirected: 0, exited: 0, marked: 0 },
  dates: { earlier: 0, later: 0, same: 0, atOnce: 0 },
  mails: 0,
  effects: 0,
  opens: [],
  ends: 0,
};

describe('the outcome of a plan', () => {
  it('says who goes over, whose date moves, and what is sent', () => {
    const moves = { ...nothing.moves, retimed: 12, kept: 1 };
    const dates = { ...nothing.dates, atOnce: 3, earlier: 9 };
    expect(
      sayOutcome({ ...nothing, moves, dates, mails: 3, opens: [{ title: 'Week 2', count: 3 }] }, 60),
    ).toEqual([
      '12 learners go over with a date counted anew.',
      '1 learner stays on the old version.',
      'For 3 the wait is over at once.',
      '9 dates are earlier.',
      '“Week 2” opens for 3 at once.',
      '3 mails go out, spread over an hour.',
    ]);
  });
  it('says that nothing is sent, and who ends', () => {
    const moves = { ...nothing.moves, exited: 1 };
    expect(sayOutcome({ ...nothing, moves, ends: 1 }, 60)).toEqual([
      '1 learner is let go.',
      'No mail goes out at once.',
      '1 run ends, for good.',
    ]);
  });
});
