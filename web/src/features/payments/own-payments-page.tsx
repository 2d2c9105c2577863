import { sayMoney, type PaymentLine } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Receipt } from 'lucide-react';
import { ownPaymentsQuery } from '../../api/money/payments.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { PaymentState } from './payment-state.tsx';
import { SubscriptionsCard } from './subscriptions-card.tsx';

const columns: Column<PaymentLine>[] = [
  { key: 'at', title: 'When', cell: ({ at }) => <Moment at={at} />, className: 'whitespace-nowrap' },
  { key: 'title', title: 'For', cell: ({ title }) => <span className="font-medium">{title}</span> },
  {
    key: 'amount',
    title: 'Amount',
    cell: (line) => sayMoney(line.amountMinor, line.currency),
    align: 'right',
  },
  { key: 'state', title: 'State', cell: (line) => <PaymentState payment={line} /> },
];

const route = getRouteApi('/payments');

/** What the learner paid, what came back, and what goes on being paid. */
export function OwnPaymentsPage() {
  const { subscribed } = route.useSearch();
  const own = useQuery(ownPaymentsQuery);
  const card = own.data?.card;
  return (
    <Page title="Payments" width="wide">
      <PageHeader
        title="Payments"
        description={
          card ? `Saved card: ${card.brand}, ending in ${card.last4}` : 'What you paid, and what goes on.'
        }
      />
      {own.isSuccess && (
        <SubscriptionsCard subscriptions={own.data.subscriptions} justBegun={subscribed} withNames={false} />
      )}
      <Card>
        {own.isPending && <SkeletonText className="p-6" lines={5} />}
        {own.isError && <ErrorState error={own.error} onRetry={() => void own.refetch()} />}
        {own.isSuccess && own.data.payments.length === 0 && (
          <EmptyState icon={Receipt} title="Nothing paid so far">
            Courses you buy and payments by your saved card are listed here, with what was given back.
          </EmptyState>
        )}
        {own.isSuccess && own.data.payments.length > 0 && (
          <Table
            caption="Your payments, newest first"
            columns={columns}
            rows={own.data.payments}
            rowKey={({ id }) => id}
          />
        )}
      </Card>
    </Page>
  );
}
