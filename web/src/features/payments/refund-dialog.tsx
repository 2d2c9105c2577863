import { type PaymentLine, StartRefund, sayMoney, typedMinorUnits } from '@gradus/contracts';
import { useState } from 'react';
import { useRefund } from '../../api/money/payments.ts';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { Switch } from '../../ui/control/switch.tsx';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

/** Gives a payment back: all that is left of it or a part, with or without the access it brought. */
export function RefundDialog({ payment, onClose }: { payment: PaymentLine; onClose(): void }) {
  const refund = useRefund(payment);
  const left = payment.amountMinor - payment.refundedMinor;
  const [typed, setTyped] = useState('');
  const [endAccess, setEndAccess] = useState(payment.kind === 'order');
  const amount = typed.trim() === '' ? left : typedMinorUnits(typed, payment.currency);
  const unfit = amount === null || amount <= 0 || amount > left;
  const submit = async (reason: string) => {
    if (unfit) throw new Error(`Write an amount up to ${sayMoney(left, payment.currency)}.`);
    const body = { endAccess, reason, ...(typed.trim() !== '' && { amountMinor: amount }) };
    const answer = await refund.mutateAsync(body);
    notify.good({ title: 'It is given back', detail: answer.notice });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Give ${sayMoney(amount ?? left, payment.currency)} back to ${payment.person}?`}
      description={`For “${payment.title}”. The money goes back to the card it came from; this cannot be taken back.`}
      action="Give it back"
      danger
      placeholder="For example: cancelled within 14 days"
      {...(endAccess && { hint: 'The learner reads it, and the audit log keeps it.' })}
      field={StartRefund.shape.reason}
      onSubmit={submit}
    >
      <FormField
        label={`Amount in ${payment.currency}`}
        hint={`Left empty: all of it, ${sayMoney(left, payment.currency)}.`}
        error={unfit ? `Write an amount up to ${sayMoney(left, payment.currency)}.` : undefined}
      >
        <Input inputMode="decimal" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </FormField>
      {payment.enrollmentId !== null && (
        <Switch
          label="End the access, too"
          hint="The right that came with this payment ends. What was done is kept."
          checked={endAccess}
          onChange={setEndAccess}
        />
      )}
    </ReasonDialog>
  );
}
