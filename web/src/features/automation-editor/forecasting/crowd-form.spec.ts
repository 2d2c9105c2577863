import { crowdProblems, questionOf } from './crowd-form.ts';
import type { CrowdForm } from './crowd-form.ts';

const form: CrowdForm = {
  who: 'drawn',
  size: 10_000,
  shares: { diligent: 60, late: 20, 'fails-once': 10, fails: 10, silent: 0 },
  zones: [
    { zone: 'Europe/Berlin', share: 3 },
    { zone: 'Asia/Kolkata', share: 0 },
  ],
  from: '2026-12-01',
  until: '2026-12-01',
  weeks: 20,
  gradingCents: 3,
};

describe('a crowd as an author says it', () => {
  it('asks for those who have a share, from the first day to the evening of the last', () => {
    expect(questionOf(form, 'Europe/Berlin')).toEqual({
      crowd: {
        kind: 'drawn',
        size: 10_000,
        behaviours: [
          { behaviour: 'diligent', share: 60 },
          { behaviour: 'late', share: 20 },
          { behaviour: 'fails-once', share: 10 },
          { behaviour: 'fails', share: 10 },
        ],
        zones: [{ zone: 'Europe/Berlin', share: 3 }],
        enrolledFrom: '2026-11-30T23:00:00.000Z',
        enrolledUntil: '2026-12-01T23:00:00.000Z',
      },
      horizonDays: 140,
      gradingCents: 3,
    });
    expect(questionOf({ ...form, who: 'roster' }, 'UTC').crowd).toEqual({ kind: 'roster' });
  });

  it('says what does not add up', () => {
    expect(crowdProblems(form)).toEqual({});
    const wrong = { ...form, shares: { ...form.shares, silent: 5 }, zones: [], from: '', until: '' };
    expect(Object.keys(crowdProblems(wrong))).toEqual(['shares', 'zones', 'from']);
    expect(crowdProblems({ ...form, until: '2026-11-01' })).toHaveProperty('until');
    expect(crowdProblems({ ...wrong, who: 'roster' })).toEqual({});
  });
});
