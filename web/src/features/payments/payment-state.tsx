import { sayMoney, type PaymentLine } from '@gradus/contracts';
import { Ban, CircleCheck, Clock, Undo2 } from 'lucide-react';
import { Badge } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';

export const PAYMENT_LOOKS = {
  pending: { tone: 'note', icon: Clock, word: 'To be paid' },
  paid: { tone: 'good', icon: CircleCheck, word: 'Paid' },
  declined: { tone: 'bad', icon: Ban, word: 'Declined' },
  cancelled: { tone: 'neutral', icon: Ban, word: 'Cancelled' },
  refunded: { tone: 'neutral', icon: Undo2, word: 'Given back' },
} as const;

const REASONS: Record<string, string> = {
  insufficient_funds: 'The account had not enough money.',
  authentication_required: 'The bank asks the holder to confirm it.',
  no_saved_card: 'No card is saved.',
  expired_card: 'The card is no longer valid.',
};

/** How a payment stands, in a word with a sign, and what became of giving it back. */
export function PaymentState({ payment }: { payment: PaymentLine }) {
  const { tone, icon, word } = PAYMENT_LOOKS[payment.state];
  const partly = payment.state === 'paid' && payment.refundedMinor > 0;
  return (
    <div className="flex flex-col items-start gap-1">
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      {payment.openUntil !== null && (
        <span className="text-ink-soft">
          Page open until <Moment at={payment.openUntil} />
        </span>
      )}
      {partly && (
        <span className="text-ink-soft">{sayMoney(payment.refundedMinor, payment.currency)} given back</span>
      )}
      {payment.refund === 'open' && <span className="text-ink-soft">A refund is under way</span>}
      {payment.refund === 'failed' && payment.state !== 'refunded' && (
        <span className="text-bad">A refund failed</span>
      )}
      {payment.reason !== null && (
        <span className="text-ink-soft">{REASONS[payment.reason] ?? 'The card said no.'}</span>
      )}
    </div>
  );
}
