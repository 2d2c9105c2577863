import { WriteFlowTest } from '@gradus/contracts';
import { draftOfTest, testOfDraft, testProblem } from './test-draft.ts';

const written = WriteFlowTest.parse({
  name: 'Misses week 2',
  given: {
    behaviour: 'late',
    modules: { 'week-2': 'silent' },
    enrolledAt: '2026-12-01T08:00:00.000Z',
    learnerZone: 'Asia/Kolkata',
    events: [{ afterDays: 3, type: 'payment.cancelled' }],
    outcomes: [
      { stepId: 'mail', outcome: 'refused' },
      { stepId: 'call', outcome: 'refused', try: 1 },
      { stepId: 'pay', outcome: 'done', result: { status: 'declined' } },
    ],
    decisions: [
      { stepId: 'ask', decision: 'rejected', afterHours: 5 },
      { stepId: 'look', decision: 'never' },
    ],
    commands: [
      { name: 'skip', afterDays: 8, stepId: 'gate', port: 'missing' },
      { name: 'skip', afterDays: 9, stepId: 'gate' },
      { name: 'postpone', afterDays: 10, stepId: 'wait', byDays: 3 },
      { name: 'retry', afterDays: 11, stepId: 'call' },
      { name: 'pause', afterDays: 12 },
      { name: 'resume', afterDays: 14 },
    ],
    tags: ['vip'],
    fields: { stage: 'begun' },
    vars: { level: 3 },
  },
  expect: [
    { kind: 'reached', stepId: 'call', within: { amount: 24, unit: 'hours', of: 'gate', leaving: true } },
  ],
});
const kept = {
  ...written,
  id: '0190f0c0-0000-7000-8000-000000000000',
  updatedAt: '2026-12-01T08:00:00.000Z',
  passed: null,
};

describe('a test while it is being written', () => {
  it('loses nothing on the way into the form and back', () => {
    expect(testOfDraft(draftOfTest(kept, 'UTC', new Date()))).toEqual(written);
  });

  it('begins with a diligent learner of the school who completes', () => {
    const now = new Date('2026-12-01T08:00:00.000Z');
    const draft = draftOfTest(null, 'Europe/Berlin', now);
    expect(draft).toMatchObject({
      behaviour: 'diligent',
      learnerZone: 'Europe/Berlin',
      enrolledAt: now.toISOString(),
    });
    expect(testProblem(draft)).toBe('Give the test a name.');
    expect(testProblem({ ...draft, name: 'A name' })).toBeNull();
    expect(WriteFlowTest.safeParse(testOfDraft({ ...draft, name: 'A name' })).success).toBe(true);
    expect(testOfDraft(draft).given).not.toHaveProperty('commands');
    const operator = { id: '1', kind: 'operator', day: 3, name: 'skip', stepId: '' } as const;
    expect(testProblem({ ...draft, name: 'x', happenings: [operator] })).toMatch(/the operator/);
    expect(testProblem({ ...draft, name: 'x', expect: [{ kind: 'notReached', stepId: '' }] })).toMatch(
      /Choose the step/,
    );
  });
});
