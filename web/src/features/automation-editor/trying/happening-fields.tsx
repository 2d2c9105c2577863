import { DOMAIN_EVENT_TYPES } from '@gradus/contracts';
import { sayEvent } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { Menu, MenuItem } from '../../../ui/overlay/menu.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { zones } from '../fields/zones.ts';
import { DecisionForm } from './decision-form.tsx';
import type { Happening } from './learner-script.ts';
import { OperatorFields } from './operator-fields.tsx';
import { StepField } from './step-field.tsx';

const KINDS: Record<Happening['kind'], string> = {
  event: 'Something comes from outside',
  zone: 'The learner moves to another zone',
  operator: 'An operator does something',
  effect: 'A step’s work fails',
  decision: 'Somebody of the school decides',
  tag: 'The person has a tag',
  field: 'A field of the person is set',
  variable: 'The run begins with a variable',
};
const events = DOMAIN_EVENT_TYPES.map((type) => ({ value: type, label: sayEvent(type), hint: type }));
const outcomes = [
  { value: 'refused', label: 'is refused' },
  { value: 'declined', label: 'the card says no' },
  { value: 'unknown', label: 'nobody knows whether it happened' },
] as const;
const often = [
  { value: 'always', label: 'at every try' },
  { value: 'first', label: 'at the first try only' },
] as const;

function fresh(kind: Happening['kind']): Happening {
  const id = crypto.randomUUID();
  if (kind === 'event') return { id, kind, day: 7, type: 'payment.cancelled' };
  if (kind === 'zone') return { id, kind, day: 7, zone: 'America/New_York' };
  if (kind === 'operator') return { id, kind, day: 7, name: 'releaseNow', stepId: '' };
  if (kind === 'effect') return { id, kind, stepId: '', outcome: 'refused' };
  if (kind === 'decision') return { id, kind, stepId: '', decision: 'rejected', afterHours: 2 };
  if (kind === 'tag') return { id, kind, tag: '' };
  return { id, kind, name: '', value: '' };
}

const ALL = Object.keys(KINDS) as Happening['kind'][];

interface HappeningFieldsProps {
  /** What may be added; everything when left out. */
  kinds?: readonly Happening['kind'][];
  value: readonly Happening[];
  onChange(value: Happening[]): void;
}

/** What happens to the learner beside their work: a list that begins empty. */
export function HappeningFields({ kinds = ALL, value, onChange }: HappeningFieldsProps) {
  const put = (next: Happening) => onChange(value.map((one) => (one.id === next.id ? next : one)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">And besides</legend>
      {value.map((one) => (
        <div key={one.id} className="flex flex-col gap-3 rounded-lg border border-line p-3">
          <div className="flex items-center justify-between gap-2">
            <p className="text-sm font-medium">{KINDS[one.kind]}</p>
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Take out: ${KINDS[one.kind]}`}
              onClick={() => onChange(value.filter(({ id }) => id !== one.id))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
          <HappeningForm happening={one} onChange={put} />
        </div>
      ))}
      <Menu
        trigger={
          <Button size="sm" className="self-start">
            <Plus aria-hidden /> Add something that happens
          </Button>
        }
      >
        {kinds.map((kind) => (
          <MenuItem key={kind} onSelect={() => onChange([...value, fresh(kind)])}>
            {KINDS[kind]}
          </MenuItem>
        ))}
      </Menu>
    </fieldset>
  );
}

interface HappeningFormProps {
  happening: Happening;
  onChange(happening: Happening): void;
}

function HappeningForm({ happening: one, onChange }: HappeningFormProps) {
  const day = 'day' in one && (
    <FormField label="Days after the enrollment">
      <NumberInput min={0} max={1_000} value={one.day} onChange={(next) => onChange({ ...one, day: next })} />
    </FormField>
  );
  if (one.kind === 'event')
    return (
      <>
        <FormField label="What">
          <Select
            choices={events}
            value={one.type as (typeof events)[number]['value']}
            onChange={(type) => onChange({ ...one, type })}
          />
        </FormField>
        {day}
      </>
    );
  if (one.kind === 'zone')
    return (
      <>
        <FormField label="Lives in from then on">
          <Combobox choices={zones} value={one.zone} onChange={(zone) => onChange({ ...one, zone })} />
        </FormField>
        {day}
      </>
    );
  if (one.kind === 'operator')
    return (
      <>
        <OperatorFields value={one} onChange={onChange} />
        {day}
      </>
    );
  if (one.kind === 'effect')
    return (
      <>
        <StepField value={one.stepId} onChange={(stepId) => onChange({ ...one, stepId })} />
        <FormField label="What becomes of it">
          <Select
            choices={outcomes}
            value={one.outcome}
            onChange={(outcome) => onChange({ ...one, outcome })}
          />
        </FormField>
        <FormField label="How often">
          <Select
            choices={often}
            value={one.firstOnly === true ? 'first' : 'always'}
            onChange={(when) => onChange({ ...one, firstOnly: when === 'first' })}
          />
        </FormField>
      </>
    );
  if (one.kind === 'decision') return <DecisionForm value={one} onChange={onChange} />;
  if (one.kind === 'tag')
    return (
      <FormField label="Tag">
        <Input
          maxLength={64}
          value={one.tag}
          onChange={(event) => onChange({ ...one, tag: event.target.value })}
        />
      </FormField>
    );
  return (
    <div className="grid grid-cols-2 gap-2">
      <FormField label="Name">
        <Input
          maxLength={64}
          value={one.name}
          onChange={(event) => onChange({ ...one, name: event.target.value })}
        />
      </FormField>
      <FormField label="Value">
        <Input
          maxLength={200}
          value={one.value}
          onChange={(event) => onChange({ ...one, value: event.target.value })}
        />
      </FormField>
    </div>
  );
}
