import { decimalOf, typedMinorUnits } from '@gradus/contracts';
import type { StepOf } from '@gradus/flow';
import { useState } from 'react';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { ReasonField } from '../fields/reason-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

interface Sum {
  amountMinor: number;
  currency: string;
}

/** An amount as it is typed, in whole and hundredths; only one that can be read is passed on. */
function AmountField({
  value,
  onChange,
  error,
}: {
  value: Sum;
  onChange(sum: Sum): void;
  error?: string | undefined;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const unreadable = typed !== null && typedMinorUnits(typed, value.currency) === null;
  return (
    <FormField
      label={`Amount in ${value.currency}`}
      error={unreadable ? 'Write an amount such as 49.00.' : error}
    >
      <Input
        inputMode="decimal"
        value={typed ?? decimalOf(value.amountMinor, value.currency)}
        onChange={(event) => {
          setTyped(event.target.value);
          const amountMinor = typedMinorUnits(event.target.value, value.currency);
          if (amountMinor !== null && amountMinor > 0) onChange({ ...value, amountMinor });
        }}
        onBlur={() => setTyped(null)}
      />
    </FormField>
  );
}

const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'INR', 'AUD', 'CAD'].map((value) => ({
  value,
  label: value,
}));

type Priced = StepOf<'charge'>['config'] | StepOf<'subscribe'>['config'];

function PriceFields<Config extends Priced>({
  config,
  onChange,
  errorAt,
}: {
  config: Config;
  onChange(config: Config): void;
  errorAt(field: string): string | undefined;
}) {
  return (
    <>
      <FormField label="What it is for" hint="Stands on the receipt." error={errorAt('title')}>
        <Input
          value={config.title}
          maxLength={120}
          onChange={(event) => onChange({ ...config, title: event.target.value })}
        />
      </FormField>
      <AmountField
        value={config}
        error={errorAt('amountMinor')}
        onChange={({ amountMinor }) => onChange({ ...config, amountMinor })}
      />
      <FormField label="Currency" error={errorAt('currency')}>
        <Select
          choices={currencies}
          value={config.currency}
          onChange={(currency) => onChange({ ...config, currency })}
        />
      </FormField>
    </>
  );
}

const BY_CARD =
  'By the card the person kept at their checkout. Whoever has none, or whose card says no, leaves by “declined”.';

export function ChargeForm({ config, onChange, errorAt }: StepFormProps<'charge'>) {
  return (
    <>
      <PriceFields config={config} onChange={onChange} errorAt={errorAt} />
      <p className="text-sm text-ink-soft">{BY_CARD}</p>
    </>
  );
}

const BY_CARD_OR_PAGE =
  'By the card the person kept at their checkout, where there is one. Whose card says no leaves by “declined”.';

type Page = NonNullable<StepOf<'subscribe'>['config']['checkout']>;
const FRESH_PAGE: Page = { within: { amount: 7, unit: 'days' }, link: 'mail' };
const links = [
  { value: 'mail', label: 'In a mail, too' },
  { value: 'page', label: 'Only on their page of payments' },
] as const;

const intervals = [
  { value: 'week', label: 'Every week' },
  { value: 'month', label: 'Every month' },
  { value: 'year', label: 'Every year' },
] as const;

export function SubscribeForm({ config, onChange, errorAt }: StepFormProps<'subscribe'>) {
  const { checkout } = config;
  return (
    <>
      <PriceFields config={config} onChange={onChange} errorAt={errorAt} />
      <FormField label="How often">
        <Select
          choices={intervals}
          value={config.every}
          onChange={(every) => onChange({ ...config, every })}
        />
      </FormField>
      <OptionalPart
        label="Whoever has kept no card subscribes on the provider’s page"
        hint="They wait here meanwhile; the link is on their page of payments."
        on={checkout !== undefined}
        onToggle={(on) => onChange({ ...config, checkout: on ? FRESH_PAGE : undefined })}
      >
        {checkout && (
          <>
            <DurationField
              label="How long they have"
              hint="Then the page is closed, and they leave by “not in time”."
              value={checkout.within}
              error={errorAt('checkout.within')}
              onChange={(within) => onChange({ ...config, checkout: { ...checkout, within } })}
            />
            <FormField label="The link">
              <Select
                choices={links}
                value={checkout.link}
                onChange={(link) => onChange({ ...config, checkout: { ...checkout, link } })}
              />
            </FormField>
          </>
        )}
      </OptionalPart>
      <p className="text-sm text-ink-soft">
        {checkout === undefined ? BY_CARD : BY_CARD_OR_PAGE} While it is paid it gives a right to the course;
        the right ends with it.
      </p>
    </>
  );
}

const payments = [
  { value: 'order', label: 'The price of the course' },
  { value: 'lastCharge', label: 'The last payment by card', hint: 'Taken by a step or a subscription' },
] as const;

const parts = [
  { value: 'all', label: 'All that is left of it' },
  { value: 'percent', label: 'A share of it' },
  { value: 'amount', label: 'An amount' },
] as const;

type Part = StepOf<'refund'>['config']['part'];

function freshPart(kind: Part['kind']): Part {
  if (kind === 'percent') return { kind, percent: 50 };
  return kind === 'amount' ? { kind, amountMinor: 1_000 } : { kind };
}

export function RefundForm({ config, onChange, errorAt }: StepFormProps<'refund'>) {
  const { part } = config;
  return (
    <>
      <FormField label="Of which payment">
        <Select choices={payments} value={config.of} onChange={(of) => onChange({ ...config, of })} />
      </FormField>
      <FormField label="How much">
        <Select
          choices={parts}
          value={part.kind}
          onChange={(kind) => onChange({ ...config, part: freshPart(kind) })}
        />
      </FormField>
      {part.kind === 'percent' && (
        <FormField label="Percent" error={errorAt('part.percent')}>
          <NumberInput
            min={1}
            max={99}
            value={part.percent}
            onChange={(percent) => onChange({ ...config, part: { kind: 'percent', percent } })}
          />
        </FormField>
      )}
      {part.kind === 'amount' && (
        <FormField
          label="Cents, or the smallest unit of the currency it was paid in"
          error={errorAt('part.amountMinor')}
        >
          <NumberInput
            min={1}
            max={99_999_999}
            value={part.amountMinor}
            onChange={(amountMinor) => onChange({ ...config, part: { kind: 'amount', amountMinor } })}
          />
        </FormField>
      )}
      <ReasonField
        hint="Kept with the payment."
        value={config.reason}
        onChange={(reason) => onChange({ ...config, reason })}
        error={errorAt('reason')}
      />
      <p className="text-sm text-ink-soft">
        Access stays as it is. Add “End the access” behind it where it is to end with the money.
      </p>
    </>
  );
}
