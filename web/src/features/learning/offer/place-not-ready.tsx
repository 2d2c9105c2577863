import { useEffect, useState } from 'react';
import type { CourseProgress } from '@gradus/contracts';
import { Button } from '../../../ui/control/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Spinner } from '../../../ui/progress.tsx';

interface PlaceNotReadyProps {
  progress: CourseProgress | null;
  /** How the person came back from the checkout. */
  payment: 'success' | 'cancelled' | undefined;
  busy: boolean;
  /** The person just pressed the button: go to the checkout as soon as its link is there. */
  askedToPay: boolean;
  onPay(): void;
}

/** Enrolled, but not in yet: the payment is open, on its way, or the course is being set up. */
export function PlaceNotReady({ progress, payment, busy, askedToPay, onPay }: PlaceNotReadyProps) {
  const order = progress?.payment ?? null;
  const link = order?.checkoutUrl ?? null;
  const unpaid = order?.state === 'pending' || order?.state === 'cancelled';
  useEffect(() => {
    if (askedToPay && link && order?.state === 'pending') window.location.assign(link);
  }, [askedToPay, link, order?.state]);

  if (!unpaid) return <Waiting text="Your course is being set up …" />;
  if (payment === 'success' && order.state === 'pending') return <Confirming onPay={onPay} busy={busy} />;
  return (
    <>
      <Notice tone={payment === 'cancelled' ? 'note' : 'warn'} title="Not paid yet">
        {payment === 'cancelled'
          ? 'You left the checkout; nothing was charged. Your place is kept for you.'
          : 'Your place is kept. Week 1 opens as soon as the payment has arrived.'}
      </Notice>
      <Button variant="primary" size="lg" busy={busy} onClick={onPay}>
        {payment === 'cancelled' ? 'Take it up again' : 'Go on to the payment'}
      </Button>
    </>
  );
}

const PATIENCE_MS = 40_000;

/** The browser is back before the payment provider told the school: a matter of seconds, as a rule. */
function Confirming({ onPay, busy }: { onPay(): void; busy: boolean }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <Waiting text="Thank you! We are waiting for the confirmation of your payment …" />;
  return (
    <>
      <Notice tone="warn" title="The confirmation takes longer than usual">
        You can leave this page: your course opens by itself, and you get a mail. If you did not finish
        paying, go back to the checkout.
      </Notice>
      <Button busy={busy} onClick={onPay}>
        Back to the checkout
      </Button>
    </>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <p role="status" className="flex items-start gap-3 rounded-lg bg-accent-soft p-4">
      <Spinner className="mt-1 shrink-0 text-accent" />
      {text}
    </p>
  );
}
