import { type BulkFilter, type BulkTarget, StartBulk } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bulkPreviewQuery, bulkQuery, useStartBulk } from '../api/ordering/bulk.ts';
import { useMe } from '../api/session.ts';
import { FormField } from '../ui/control/form-field.tsx';
import { Select } from '../ui/control/select.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReasonDialog } from '../ui/overlay/reason-dialog.tsx';
import { notify } from '../ui/overlay/toast.tsx';
import { type BulkName, ORDER_WORDS, type OrderDraft, namesFor, orderOf } from './bulk-order.ts';
import { EffectsChoice } from './effects-choice.tsx';
import { NarrowDown } from './narrow-down.tsx';
import { PreviewOfBulk } from './preview-of-bulk.tsx';
import { PutOffFields } from './put-off-fields.tsx';
import { waysOut } from './ways-out.ts';

const RATES = [
  { value: '2', label: '2 a second', hint: 'Gentle: for what sends mail at once' },
  { value: '10', label: '10 a second' },
  { value: '50', label: '50 a second' },
] as const;

/** Those of older versions may have other ways out of the step than the drawing has; no port is called so. */
const BY_THEIR_OWN = { value: '*', label: 'Each by its own first way' };

const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

interface BulkDialogProps {
  /** Whom it is about; more can be asked for unless people are named. */
  filter: BulkFilter & { automationId: string };
  /** What its people go through. */
  drawing: Pick<Definition, 'steps' | 'edges'>;
  /** What is proposed. */
  first?: BulkName;
  onClose(): void;
}

/** One order to everybody a filter finds: what it would do is said first, by the engine. */
export function BulkDialog({ filter, drawing, first = 'retry', onClose }: BulkDialogProps) {
  const [draft, setDraft] = useState<OrderDraft>({
    name: first,
    to: null,
    effects: 'reuse',
    putOff: { kind: 'by', amount: 1, unit: 'days' },
    port: null,
  });
  const [narrow, setNarrow] = useState<BulkFilter>({});
  const [rate, setRate] = useState<(typeof RATES)[number]['value']>('10');
  const choose = (part: Partial<OrderDraft>) => setDraft({ ...draft, ...part });
  const start = useStartBulk();
  const target: BulkTarget = { kind: 'runs', filter: { ...filter, ...narrow } };
  const ways = filter.stepId === undefined ? [] : waysOut(drawing, filter.stepId);
  const order = orderOf(draft);
  const preview = useQuery({
    ...bulkPreviewQuery(target, order ?? { name: 'retry' }),
    enabled: order !== null,
  });
  const submit = async (reason: string) => {
    if (order === null) throw new OrderOpenError();
    const expected = preview.data?.total;
    if (expected === 0) throw new NobodyFoundError();
    const { total } = await start.mutateAsync({
      target,
      order,
      ratePerSecond: Number(rate),
      reason,
      ...(expected === undefined ? {} : { expected }),
    });
    notify.good({
      title: total === 1 ? 'Begun for 1 learner' : `Begun for ${total ?? 0} learners`,
      detail: 'You can pause or stop it in the list above the learners.',
    });
  };
  const { name } = draft;
  const role = useMe()?.role;
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={filter.runIds ? `For the ${filter.runIds.length} you chose` : 'Do something for all of these'}
      description="Each answers for itself, and what has moved on meanwhile is left alone."
      action={[ORDER_WORDS[name], order && preview.data?.total].filter(Boolean).join(' ')}
      danger={name === 'exit'}
      placeholder="For example: the mail server is back"
      field={StartBulk.shape.reason}
      onSubmit={submit}
    >
      <OthersAtWork automationId={filter.automationId} />
      <FormField label="What">
        <Select choices={namesFor(role)} value={name} onChange={(next) => choose({ name: next })} />
      </FormField>
      <OrderFields draft={draft} steps={drawing.steps} ways={ways} onChoose={choose} />
      {!filter.runIds && (
        <NarrowDown automationId={filter.automationId} filter={narrow} onChange={setNarrow} />
      )}
      <FormField label="How fast">
        <Select choices={RATES} value={rate} onChange={(next) => setRate(next)} />
      </FormField>
      {order !== null && <PreviewOfBulk preview={preview} />}
    </ReasonDialog>
  );
}

interface OrderFieldsProps {
  draft: OrderDraft;
  steps: Definition['steps'];
  ways: ReturnType<typeof waysOut>;
  onChoose(part: Partial<OrderDraft>): void;
}

/** What else is to be said of the order. */
function OrderFields({ draft, steps, ways, onChoose }: OrderFieldsProps) {
  const { name, to, effects, port } = draft;
  return (
    <>
      {name === 'move' && (
        <FormField label="To which step">
          <Select
            choices={Object.entries(steps).map(([value, step]) => ({ value, label: step.title }))}
            value={to}
            onChange={(next) => onChoose({ to: next })}
          />
        </FormField>
      )}
      {name === 'skip' && ways.length > 1 && (
        <FormField label="Which way do they go on?">
          <Select
            choices={[BY_THEIR_OWN, ...ways]}
            value={port ?? BY_THEIR_OWN.value}
            onChange={(next) => onChoose({ port: next === BY_THEIR_OWN.value ? null : next })}
          />
        </FormField>
      )}
      {(name === 'move' || name === 'retry') && (
        <EffectsChoice value={effects} onChange={(next) => onChoose({ effects: next })} />
      )}
      {name === 'postpone' && <PutOffFields zone={browserZone} onChange={(putOff) => onChoose({ putOff })} />}
    </>
  );
}

/** Two operators at once are no harm, but they should know of each other. */
function OthersAtWork({ automationId }: { automationId: string }) {
  // Read again as the dialog opens: what was read with the page may be old.
  const query = useInfiniteQuery({ ...bulkQuery(automationId), staleTime: 0, refetchOnMount: 'always' });
  const operations = query.data?.pages[0]?.items ?? [];
  const open = operations.filter(({ state }) => state === 'open' || state === 'paused');
  const [one] = open;
  if (!one) return null;
  const left = one.items.waiting + one.items.sent;
  return (
    <Notice tone="warn" title="Another order to many is under way here">
      “{ORDER_WORDS[one.order.name]}”{one.requestedBy && ` by ${one.requestedBy}`}, {left} still to go
      {open.length > 1 && ` (and ${open.length - 1} more)`}. Whoever it moves before your order comes refuses
      yours, and you see that in the result.
    </Notice>
  );
}

class OrderOpenError extends Error {
  readonly code = 'bulk.order-open';
  constructor() {
    super('Something is still to be chosen above.');
  }
}

class NobodyFoundError extends Error {
  readonly code = 'bulk.nobody-found';
  constructor() {
    super('Nobody is found for this order. Choose another one, or other people.');
  }
}
