import { RevokeCertificate } from '@gradus/contracts';
import { useRevokeCertificate } from '../api/acting/enrollments.ts';
import { ReasonDialog } from '../ui/overlay/reason-dialog.tsx';
import { notify } from '../ui/overlay/toast.tsx';
import type { SeatDialogProps } from './seat.ts';

/** Takes a certificate back, in public and for good. */
export function RevokeCertificateDialog({ seat, onClose }: SeatDialogProps) {
  const revoke = useRevokeCertificate(seat);
  const submit = async (reason: string) => {
    const { revoked, notice } = await revoke.mutateAsync({ reason });
    notify.good({ title: revoked ? 'The certificate is revoked' : 'Nothing changed', detail: notice });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke the certificate of ${seat.name}?`}
      description="They are told by mail and in the product, and its public page says from then on that the school has revoked it, on which day and why. There is no PDF of it any more. It cannot be undone, and no other one is issued for this place. Access to the course stays as it is."
      action="Revoke for good"
      danger
      placeholder="For example: issued by mistake"
      hint="Public: everybody who has the link reads it. Name nobody."
      field={RevokeCertificate.shape.reason}
      onSubmit={submit}
    />
  );
}
