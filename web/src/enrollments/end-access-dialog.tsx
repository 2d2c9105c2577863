import { EndAccess } from '@gradus/contracts';
import { useEndAccess } from '../api/acting/enrollments.ts';
import { ReasonDialog } from '../ui/overlay/reason-dialog.tsx';
import { notify } from '../ui/overlay/toast.tsx';
import type { SeatDialogProps } from './seat.ts';

/** Ends the access of one learner without giving anything back. */
export function EndAccessDialog({ seat, onClose }: SeatDialogProps) {
  const end = useEndAccess(seat);
  const submit = async (reason: string) => {
    const { closed, notice } = await end.mutateAsync({ reason });
    notify.good({ title: closed ? 'Access has ended' : 'Nothing changed', detail: notice });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`End the access of ${seat.name}?`}
      description="The course closes for them at once, and a subscription for it ends. No money goes back: refund the payment for that. What was done is kept, and whoever buys or is given the course again goes on there."
      action="End access"
      danger
      placeholder="For example: you asked us to"
      hint="The learner reads it, and the audit log keeps it."
      field={EndAccess.shape.reason}
      onSubmit={submit}
    />
  );
}
