import { AllowAttempt, type SpentAssignments } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { spentAssignmentsQuery, useAllowAttempt } from '../api/acting/enrollments.ts';
import { Button } from '../ui/control/button.tsx';
import { FormField } from '../ui/control/form-field.tsx';
import { Select } from '../ui/control/select.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Dialog } from '../ui/overlay/dialog.tsx';
import { ReasonDialog } from '../ui/overlay/reason-dialog.tsx';
import { notify } from '../ui/overlay/toast.tsx';
import { SkeletonText } from '../ui/skeleton.tsx';
import type { LearnerSeat, SeatDialogProps } from './seat.ts';

/** One attempt more for somebody who has used all of them and has not passed. */
export function AllowAttemptDialog({ seat, onClose }: SeatDialogProps) {
  const spent = useQuery(spentAssignmentsQuery(seat.enrollmentId));
  const [first] = spent.data?.items ?? [];
  if (spent.data && first)
    return <Choose seat={seat} items={spent.data.items} first={first.assessmentId} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={titleFor(seat)}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {spent.isPending && <SkeletonText lines={3} />}
      {spent.isError && (
        <ErrorState
          title="The assignments could not be read"
          error={spent.error}
          onRetry={() => void spent.refetch()}
          retrying={spent.isFetching}
        />
      )}
      {spent.isSuccess && <Nothing seat={seat} />}
    </Dialog>
  );
}

const titleFor = ({ name }: LearnerSeat) => `Allow ${name} another attempt`;

function Nothing({ seat }: { seat: LearnerSeat }) {
  return (
    <EmptyState icon={CircleCheck} title="No assignment needs one" className="py-6">
      {seat.state === 'active'
        ? 'An assignment stands here when all its attempts are used and graded, and none has passed. Until then they can hand in by themselves.'
        : 'Only somebody who takes part in the course now can hand in anything.'}
    </EmptyState>
  );
}

type Spent = SpentAssignments['items'][number];

interface ChooseProps extends SeatDialogProps {
  items: Spent[];
  first: string;
}

function Choose({ seat, items, first, onClose }: ChooseProps) {
  const allow = useAllowAttempt(seat);
  const [assessmentId, setAssessmentId] = useState(first);
  const chosen = items.find((item) => item.assessmentId === assessmentId);
  const submit = async (reason: string) => {
    const { allowed, notice } = await allow.mutateAsync({ assessmentId, reason });
    notify.good({ title: allowed ? 'They have another attempt' : 'Nothing changed', detail: notice });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={titleFor(seat)}
      description="They may hand in once more, and are told so by mail and in the product. A journey that has already gone on by “failed” stays where it is; their progress counts the new grade all the same."
      action="Allow it"
      placeholder="Was ill in the week of the deadline"
      field={AllowAttempt.shape.reason}
      onSubmit={submit}
    >
      <FormField label="Assignment" hint={chosen && sayUse(chosen)}>
        <Select
          value={assessmentId}
          onChange={setAssessmentId}
          choices={items.map((item) => ({
            value: item.assessmentId,
            label: `Week ${item.position} · ${item.title}`,
            hint: sayUse(item),
          }))}
        />
      </FormField>
    </ReasonDialog>
  );
}

function sayUse({ attemptsUsed, percentage, passPercentage }: Spent): string {
  const used = attemptsUsed === 1 ? '1 attempt used' : `${attemptsUsed} attempts used`;
  return percentage === null ? used : `${used}, best ${percentage} %; ${passPercentage} % pass`;
}
