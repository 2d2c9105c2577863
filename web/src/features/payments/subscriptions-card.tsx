import { sayMoney, type SubscriptionLine } from '@gradus/contracts';
import { type ReactNode, useState } from 'react';
import { useCancelSubscription } from '../../api/money/payments.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { Confirm } from '../../ui/overlay/confirm.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { Badge, type Tone } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';

const STATES: Record<SubscriptionLine['state'], { tone: Tone; word: string }> = {
  incomplete: { tone: 'note', word: 'Not begun' },
  active: { tone: 'good', word: 'Active' },
  past_due: { tone: 'warn', word: 'A payment is missing' },
  unpaid: { tone: 'bad', word: 'Not paid' },
  cancelled: { tone: 'neutral', word: 'Ended' },
};

/** Subscriptions, each with its next date and a way to end it. `withNames`: of all of the school. */
export function SubscriptionsCard({
  subscriptions,
  justBegun,
  withNames,
  children,
}: {
  subscriptions: readonly SubscriptionLine[];
  /** The one that the person comes back from having begun at the provider, which may not have told us yet. */
  justBegun?: string | undefined;
  withNames: boolean;
  /** Below the list: more of it. */
  children?: ReactNode;
}) {
  if (subscriptions.length === 0) return null;
  return (
    <Card>
      <h2 className="border-b border-line px-5 py-3.5 font-semibold">Subscriptions</h2>
      <ul className="divide-y divide-line">
        {subscriptions.map((subscription) => (
          <SubscriptionRow
            key={subscription.id}
            subscription={subscription}
            awaited={subscription.id === justBegun && subscription.state === 'incomplete'}
            withName={withNames}
          />
        ))}
      </ul>
      {children}
    </Card>
  );
}

interface SubscriptionRowProps {
  subscription: SubscriptionLine;
  /** Begun, as the person says; the provider has not told us so far. */
  awaited: boolean;
  withName: boolean;
}

function SubscriptionRow({ subscription, awaited, withName }: SubscriptionRowProps) {
  const { title, person, amountMinor, currency, every, state, ending, periodEnd, checkoutUrl, openUntil } =
    subscription;
  const [asking, setAsking] = useState(false);
  const cancel = useCancelSubscription(subscription.id);
  const { tone, word } = STATES[state];
  const running = state === 'active' || state === 'past_due';
  const end = async () => {
    await cancel.mutateAsync({ when: 'periodEnd' });
    notify.good({ title: 'It will not be renewed', detail: 'What is paid for stays until then.' });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-48 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-sm text-ink-soft">
          {withName && `${person}, `}
          {sayMoney(amountMinor, currency)} a {every}
        </p>
      </div>
      <Badge tone={tone}>{awaited ? 'Being confirmed' : word}</Badge>
      {running && periodEnd !== null && (
        <p className="text-sm text-ink-soft">
          {ending ? 'Ends' : 'Renewed'} <Moment at={periodEnd} />
        </p>
      )}
      {state === 'incomplete' && openUntil !== null && (
        <p className="text-sm text-ink-soft">
          Can be begun until <Moment at={openUntil} />
        </p>
      )}
      {checkoutUrl !== null && (
        <Button
          size="sm"
          variant={awaited ? 'secondary' : 'primary'}
          aria-label={`${awaited ? 'Back' : 'Go on'} to the payment of ${title}`}
          onClick={() => window.location.assign(checkoutUrl)}
        >
          {awaited ? 'Back to the payment' : 'Go on to the payment'}
        </Button>
      )}
      {running && !ending && (
        <Button size="sm" onClick={() => setAsking(true)} aria-label={`End ${title}`}>
          End
        </Button>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`End “${title}” with the period that is paid?`}
        description="It is not renewed any more. Until the period is over everything stays open; then the right to the course ends with it. What was done is kept."
        action="Do not renew"
        cancel="Keep it"
        danger
        onConfirm={end}
      />
    </li>
  );
}
