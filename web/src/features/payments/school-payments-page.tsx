import { sayMoney, type PaymentLine, type SchoolPayments } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Receipt } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { schoolPaymentsQuery, schoolSubscriptionsQuery } from '../../api/money/payments.ts';
import { useMe } from '../../api/session.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { Select } from '../../ui/control/select.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { MoneyPolicyCard } from './money-policy-card.tsx';
import { PAYMENT_LOOKS, PaymentState } from './payment-state.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { SubscriptionsCard } from './subscriptions-card.tsx';

const states = [
  { value: 'all', label: 'All' },
  ...(['paid', 'pending', 'declined', 'refunded', 'cancelled'] as const).map((value) => ({
    value,
    label: PAYMENT_LOOKS[value].word,
  })),
];

const columnsWith = (giveBack: (payment: PaymentLine) => void): Column<PaymentLine>[] => [
  {
    key: 'at',
    title: 'When',
    cell: ({ at }) => <Moment at={at} />,
    className: 'whitespace-nowrap',
    wide: true,
  },
  {
    key: 'person',
    title: 'Who and what for',
    cell: (line) => (
      <>
        <Link to="/people/$userId" params={{ userId: line.userId }} className="font-medium text-accent">
          {line.person}
        </Link>
        <span className="block text-ink-soft">{line.title}</span>
        <div className="mt-1 md:hidden">
          <PaymentState payment={line} />
        </div>
      </>
    ),
  },
  {
    key: 'amount',
    title: 'Amount',
    cell: (line) => sayMoney(line.amountMinor, line.currency),
    align: 'right',
  },
  { key: 'state', title: 'State', cell: (line) => <PaymentState payment={line} />, wide: true },
  {
    key: 'deed',
    title: <span className="sr-only">Give back</span>,
    align: 'right',
    cell: (line) =>
      line.state === 'paid' && line.refund !== 'open' ? (
        <Button size="sm" onClick={() => giveBack(line)} aria-label={`Refund ${line.person}, ${line.title}`}>
          Refund
        </Button>
      ) : null,
  },
];

/** Everything that was paid in the school, with a way to give it back. */
export function SchoolPaymentsPage() {
  const [state, setState] = useState<string>('all');
  const [search, setSearch] = useState('');
  const [refunding, setRefunding] = useState<PaymentLine | null>(null);
  const asked = useDeferredValue(search);
  const payments = useInfiniteQuery(schoolPaymentsQuery(state === 'all' ? '' : state, asked));
  const lines = payments.data?.pages.flatMap((page) => page.items) ?? [];
  const first = payments.data?.pages[0];
  const subscriptions = useInfiniteQuery(schoolSubscriptionsQuery);
  const going = subscriptions.data?.pages.flatMap((page) => page.items) ?? [];
  const role = useMe()?.role;
  return (
    <Page title="Payments" width="wide">
      <PageHeader title="Payments" description="What was paid, what came back, and what goes on." />
      {first && <Revenue lines={first.revenue} />}
      <SubscriptionsCard subscriptions={going} withNames>
        <MoreButton {...subscriptions} />
      </SubscriptionsCard>
      {first && role === 'admin' && <MoneyPolicyCard policy={first.policy} />}
      <Card>
        <div className="flex flex-wrap gap-4 border-b border-line p-5">
          <FormField label="Find" className="min-w-56 flex-1">
            <Input
              type="search"
              placeholder="Name, address or course"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </FormField>
          <FormField label="State" className="w-44">
            <Select choices={states} value={state} onChange={setState} />
          </FormField>
        </div>
        {payments.isPending && <SkeletonText className="p-6" lines={8} />}
        {payments.isError && <ErrorState error={payments.error} onRetry={() => void payments.refetch()} />}
        {payments.isSuccess && lines.length === 0 && (
          <EmptyState
            icon={Receipt}
            title={asked === '' && state === 'all' ? 'Nothing was paid yet' : 'No such payments'}
          >
            Orders, payments by saved cards and renewals of subscriptions are listed here.
          </EmptyState>
        )}
        {lines.length > 0 && (
          <Table
            caption="Payments, newest first"
            columns={columnsWith(setRefunding)}
            rows={lines}
            rowKey={({ id }) => id}
          />
        )}
        <MoreButton {...payments} />
      </Card>
      {refunding && (
        <RefundDialog key={refunding.id} payment={refunding} onClose={() => setRefunding(null)} />
      )}
    </Page>
  );
}

function Revenue({ lines }: { lines: SchoolPayments['revenue'] }) {
  if (lines.length === 0) return null;
  return (
    <Card className="flex flex-wrap gap-x-10 gap-y-4 p-5">
      {lines.map(({ currency, takenMinor, refundedMinor, payments, declined }) => (
        <dl key={currency} className="flex flex-wrap gap-x-10 gap-y-3">
          <Figure title="Taken in 30 days" value={sayMoney(takenMinor, currency)} />
          <Figure title="Given back" value={sayMoney(refundedMinor, currency)} />
          <Figure title="Payments" value={String(payments)} />
          <Figure title="Declined" value={String(declined)} />
        </dl>
      ))}
    </Card>
  );
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{title}</dt>
      <dd className="text-xl font-semibold tabular-nums">{value}</dd>
    </div>
  );
}
