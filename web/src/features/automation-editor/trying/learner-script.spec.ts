import { scriptOf, valueOf } from './learner-script.ts';
import type { LearnerForm } from './learner-script.ts';

const form: LearnerForm = {
  name: 'Ada',
  behaviour: 'diligent',
  weeks: { 'week-2': 'silent' },
  enrolledOn: '2026-12-01',
  enrolledTime: '09:00',
  zone: 'America/New_York',
  happenings: [],
};

describe('the script of an imagined learner', () => {
  it('begins by the clock of the learner, whatever that of the browser shows', () => {
    expect(scriptOf(form, 0)).toMatchObject({
      enrolledAt: '2026-12-01T14:00:00.000Z',
      learnerZone: 'America/New_York',
      modules: { 'week-2': 'silent' },
    });
    expect(scriptOf({ ...form, enrolledOn: '' }, Date.parse('2026-11-01T00:00:00Z')).enrolledAt).toBe(
      '2026-11-01T00:00:00.000Z',
    );
  });

  it('holds all that happens beside the work', () => {
    const script = scriptOf(
      {
        ...form,
        happenings: [
          { id: '1', kind: 'event', day: 3, type: 'payment.cancelled' },
          { id: '2', kind: 'zone', day: 7, zone: 'Asia/Kolkata' },
          { id: '3', kind: 'operator', day: 8, name: 'pause', stepId: '' },
          { id: '4', kind: 'operator', day: 9, name: 'releaseNow', stepId: 'wait' },
          { id: '5', kind: 'effect', stepId: 'mail', outcome: 'refused' },
          { id: '6', kind: 'tag', tag: ' vip ' },
          { id: '7', kind: 'variable', name: 'level', value: '3' },
          { id: '8', kind: 'field', name: '', value: 'x' },
          { id: '9', kind: 'effect', stepId: 'pay', outcome: 'declined' },
          { id: '10', kind: 'decision', stepId: 'ask', decision: 'rejected', afterHours: 5 },
          { id: '11', kind: 'decision', stepId: 'look', decision: 'never', afterHours: 2 },
          { id: '12', kind: 'decision', stepId: '', decision: 'approved', afterHours: 2 },
        ],
      },
      0,
    );
    expect(script).toMatchObject({
      events: [{ at: '2026-12-04T14:00:00.000Z', type: 'payment.cancelled' }],
      zoneChanges: [{ at: '2026-12-08T14:00:00.000Z', zone: 'Asia/Kolkata' }],
      commands: [
        { at: '2026-12-09T14:00:00.000Z', name: 'pause' },
        { name: 'releaseNow', stepId: 'wait' },
      ],
      outcomes: [
        { stepId: 'mail', outcome: 'refused' },
        { stepId: 'pay', outcome: 'done', result: { status: 'declined' } },
      ],
      decisions: [
        { stepId: 'ask', decision: 'rejected', afterHours: 5 },
        { stepId: 'look', decision: 'never' },
      ],
      tags: ['vip'],
      vars: { level: 3 },
      fields: {},
    });
  });

  it('takes numbers and yes or no for what they are', () => {
    expect(['3', '2.5', 'true', 'gold', ''].map(valueOf)).toEqual([3, 2.5, true, 'gold', '']);
  });
});
