import { openProcess, reopenProcesses } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import { EffectRefusedError } from '../../ledger/problems.ts';
import { askPerson } from '../../grading/ask-person.ts';
import type { EffectWork } from './effect-work.ts';

interface Handed {
  id: string;
  simulated: boolean;
}

/**
 * Done when the process that grades the work is under way: the same that handing in has begun. One that had given up begins
 * again; the grade, unique to its submission, comes as an event, and the step waits for it.
 */
export const grade: EffectWork = {
  inTurn: true,
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, { organizationId, runId, given }) {
    const [submission] = await manager.query<Handed[]>(
      `SELECT s.id, r.simulated FROM runs r JOIN submissions s ON s.enrollment_id = r.enrollment_id
         JOIN assessments a ON a.id = s.assessment_id JOIN modules m ON m.id = a.module_id
        WHERE r.id = $1 AND r.organization_id = $2 AND m.key = $3 AND s.attempt = $4 AND a.required`,
      [runId, organizationId, given['module'], given['attempt']],
    );
    if (!submission)
      throw new EffectRefusedError(
        'submission.missing',
        'What was to be graded is not there any more. Skip the step.',
      );
    if (given['by'] === 'person') await askPerson(manager, submission.id);
    const processId = await openProcess(manager, {
      organizationId,
      kind: 'gradeSubmission',
      subjectId: submission.id,
      simulated: submission.simulated,
    });
    await reopenProcesses(manager, organizationId, [processId]);
    return { outcome: { submissionId: submission.id }, ring: processBell('gradeSubmission', processId) };
  },
};
