import type { MoneyPolicy } from '@gradus/contracts';
import { useMoneyPolicy } from '../../api/money/payments.ts';
import { Card } from '../../ui/card.tsx';
import { Switch } from '../../ui/control/switch.tsx';

/** What the school wants of refunds that are made on the payment provider's own pages. */
export function MoneyPolicyCard({ policy }: { policy: MoneyPolicy }) {
  const change = useMoneyPolicy();
  const shown = change.isPending ? change.variables : policy;
  return (
    <Card className="p-5">
      <Switch
        label="A full refund made at the payment provider ends the access it paid for"
        hint="Refunds made here ask each time. Partial refunds never end access."
        checked={shown.outsideRefundEndsAccess}
        onChange={(outsideRefundEndsAccess) => change.mutate({ outsideRefundEndsAccess })}
      />
    </Card>
  );
}
