import { describe, expect, it } from '@jest/globals';
import {
  AllowAttempt,
  ArchiveAutomation,
  ControlAdmission,
  ControlBulk,
  ControlMigration,
  DelegateTask,
  EndAccess,
  EnrollByHand,
  ErasePerson,
  NoteWork,
  PauseAutomation,
  Reason,
  ResumeAutomation,
  RevokeCertificate,
  RetryWork,
  StartAdmission,
  StartBulk,
  StartRefund,
  StartRunByHand,
  StartRunOver,
} from '@gradus/contracts';
import { LONGEST_REASON, Step } from '@gradus/flow';
import { isMissing, roomLeft } from '../ui/overlay/reason.ts';

/** The fields that reasons are typed into, and the longest that each may be. */
const asked = [
  ['a command to a run', Reason, 500],
  ['starting over', StartRunOver.shape.reason, 500],
  ['an order to many', StartBulk.shape.reason, 500],
  ['controlling an order', ControlBulk.shape.reason, 500],
  ['pausing an automation', PauseAutomation.shape.reason, 500],
  ['resuming an automation', ResumeAutomation.shape.reason, 500],
  ['putting an automation away', ArchiveAutomation.shape.reason, 500],
  ['controlling a migration', ControlMigration.shape.reason, 500],
  ['letting one in', StartRunByHand.shape.reason, 500],
  ['letting many in', StartAdmission.shape.reason, 500],
  ['controlling who is let in', ControlAdmission.shape.reason, 500],
  ['retrying', RetryWork.shape.reason, 500],
  ['noting', NoteWork.shape.reason, 500],
  ['erasing', ErasePerson.shape.reason, 500],
  ['handing a task on', DelegateTask.shape.reason.unwrap(), 500],
  ['enrolling by hand', EnrollByHand.shape.reason.unwrap(), 500],
  ['allowing another attempt', AllowAttempt.shape.reason, 500],
  ['ending access', EndAccess.shape.reason, 200],
  ['revoking a certificate', RevokeCertificate.shape.reason, 200],
  ['a refund', StartRefund.shape.reason, 200],
] as const;

describe('a field for a reason', () => {
  it.each(asked)('of %s takes as much as the API does, and no more', (_of, field, longest) => {
    expect(field.maxLength).toBe(longest);
    expect(field.safeParse('x'.repeat(field.maxLength!)).success).toBe(true);
    expect(field.safeParse('x'.repeat(field.maxLength! + 1)).success).toBe(false);
  });

  const needed = asked.filter(([, field]) => field.minLength !== null);
  it.each(needed)('of %s asks for as much as the API does', (_of, field, _longest) => {
    for (const reason of ['', '  a ', 'ab', ' abc '])
      expect(isMissing(reason, field)).toBe(!field.safeParse(reason).success);
  });

  it.each([
    ['exit', {}],
    ['relock', { module: 'week-1' }],
    ['revoke', {}],
    ['refund', { of: 'order', part: { kind: 'all' } }],
    ['endEntitlement', { source: 'all' }],
  ])('of a step that does "%s" takes as much as the drawing does, and no more', (kind, config) => {
    const fits = (length: number) =>
      Step.safeParse({ kind, title: 'Step', config: { ...config, reason: 'x'.repeat(length) } }).success;
    expect(fits(LONGEST_REASON)).toBe(true);
    expect(fits(LONGEST_REASON + 1)).toBe(false);
  });

  it('says how much room is left once that is little', () => {
    const field = EndAccess.shape.reason;
    expect(roomLeft('x'.repeat(100), field)).toBeNull();
    expect(roomLeft('x'.repeat(180), field)).toBe('20 characters left.');
    expect(roomLeft('x'.repeat(199), field)).toBe('1 character left.');
    expect(roomLeft('x'.repeat(300), field)).toBe('0 characters left.');
  });
});
