import type { RosterEntry } from '@gradus/contracts';
import { useEndAccess } from '../../../api/teaching.ts';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';

interface EndAccessDialogProps {
  courseId: string;
  learner: RosterEntry;
  onClose(): void;
}

/** Ends the access of one learner without giving anything back. */
export function EndAccessDialog({ courseId, learner, onClose }: EndAccessDialogProps) {
  const end = useEndAccess(courseId, learner.enrollmentId);
  const submit = async (reason: string) => {
    const { closed, notice } = await end.mutateAsync({ reason });
    notify.good({ title: closed ? 'Access has ended' : 'Nothing changed', detail: notice });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`End the access of ${learner.name}?`}
      description="The course closes for them at once, and a subscription for it ends. No money goes back: refund the payment for that. What was done is kept, and whoever buys or is given the course again goes on there."
      action="End access"
      danger
      placeholder="The learner reads this"
      onSubmit={submit}
    />
  );
}
