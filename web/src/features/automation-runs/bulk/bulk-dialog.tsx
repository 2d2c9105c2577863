import type { BulkFilter, BulkTarget, RunOrder } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bulkPreviewQuery, useStartBulk } from '../../../api/ordering/bulk.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { PreviewOfBulk } from './preview-of-bulk.tsx';

type Name = 'retry' | 'skip' | 'releaseNow' | 'pause' | 'resume' | 'exit' | 'move';

const names: { value: Name; label: string; hint?: string }[] = [
  { value: 'retry', label: 'Retry', hint: 'Blocked steps are tried again' },
  { value: 'skip', label: 'Skip the step' },
  { value: 'move', label: 'Move to another step' },
  { value: 'releaseNow', label: 'Go on now', hint: 'A wait ends, a module opens' },
  { value: 'pause', label: 'Pause' },
  { value: 'resume', label: 'Resume' },
  { value: 'exit', label: 'End the run', hint: 'For good' },
];

const rates = [
  { value: '2', label: '2 a second', hint: 'Gentle: for what sends mail at once' },
  { value: '10', label: '10 a second' },
  { value: '50', label: '50 a second' },
] as const;

interface BulkDialogProps {
  filter: BulkFilter;
  steps: Readonly<Record<string, { title: string }>>;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** One order to everybody a filter finds: what it would do is said first, by the engine. */
export function BulkDialog({ filter, steps, open, onOpenChange }: BulkDialogProps) {
  const [name, setName] = useState<Name>('retry');
  const [to, setTo] = useState<string | null>(null);
  const [rate, setRate] = useState<(typeof rates)[number]['value']>('10');
  const start = useStartBulk();
  const target: BulkTarget = { kind: 'runs', filter };
  const order = orderOf(name, to);
  const preview = useQuery({
    ...bulkPreviewQuery(target, order ?? { name: 'retry' }),
    enabled: open && order !== null,
  });
  const places = Object.entries(steps).map(([value, step]) => ({ value, label: step.title }));
  const submit = async (reason: string) => {
    if (order === null) throw new Error('Choose first where they are moved to.');
    const expected = preview.data?.total;
    const { total } = await start.mutateAsync({
      target,
      order,
      ratePerSecond: Number(rate),
      reason,
      ...(expected === undefined ? {} : { expected }),
    });
    notify.good({ title: `${total ?? 0} are being told`, detail: 'You can pause or stop it in the list.' });
  };
  return (
    <ReasonDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Do something for all of these"
      description="For everybody the filter of this page finds. Each answers for itself, and what has moved on meanwhile is left alone."
      action="Do it"
      danger={name === 'exit'}
      placeholder="For example: the mail server is back"
      onSubmit={submit}
    >
      <FormField label="What">
        <Select choices={names} value={name} onChange={(next) => setName(next)} />
      </FormField>
      {name === 'move' && (
        <FormField label="To which step">
          <Select choices={places} value={to} onChange={setTo} />
        </FormField>
      )}
      <FormField label="How fast">
        <Select choices={rates} value={rate} onChange={(next) => setRate(next)} />
      </FormField>
      {order !== null && <PreviewOfBulk preview={preview} />}
    </ReasonDialog>
  );
}

function orderOf(name: Name, to: string | null): RunOrder | null {
  if (name !== 'move') return { name };
  return to === null ? null : { name, to };
}
