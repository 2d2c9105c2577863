import { useState } from 'react';
import { FormField } from '../ui/control/form-field.tsx';
import { Input } from '../ui/control/input.tsx';
import { Select } from '../ui/control/select.tsx';
import { instantOf, type PutOff, UNITS } from './put-off.ts';

const HOWS = [
  { value: 'by', label: 'By a length of time' },
  { value: 'until', label: 'Until a date' },
] as const;

interface PutOffFieldsProps {
  /** The learner's: dates are read in it. */
  zone: string;
  onChange(to: PutOff | null): void;
}

/** How long somebody is put off, or until when on their own clock. Null while it says nothing. */
export function PutOffFields({ zone, onChange }: PutOffFieldsProps) {
  const [how, setHow] = useState<'by' | 'until'>('by');
  const [amount, setAmount] = useState('1');
  const [unit, setUnit] = useState<(typeof UNITS)[number]['value']>('days');
  const [local, setLocal] = useState('');
  const by = (text: string, of: typeof unit): PutOff | null => {
    const number = Number(text);
    return Number.isInteger(number) && number >= 1 && number <= 10_000
      ? { kind: 'by', amount: number, unit: of }
      : null;
  };
  const until = (text: string): PutOff | null => {
    const at = instantOf(text, zone);
    return at === null ? null : { kind: 'until', at };
  };
  return (
    <>
      <FormField label="How">
        <Select
          choices={HOWS}
          value={how}
          onChange={(next) => {
            setHow(next);
            onChange(next === 'by' ? by(amount, unit) : until(local));
          }}
        />
      </FormField>
      {how === 'by' ? (
        <div className="grid grid-cols-2 gap-3">
          <FormField label="How long">
            <Input
              inputMode="numeric"
              value={amount}
              onChange={(event) => {
                setAmount(event.target.value);
                onChange(by(event.target.value, unit));
              }}
            />
          </FormField>
          <FormField label="Unit">
            <Select
              choices={UNITS}
              value={unit}
              onChange={(next) => {
                setUnit(next);
                onChange(by(amount, next));
              }}
            />
          </FormField>
        </div>
      ) : (
        <FormField label="Until" hint={`On the learner’s clock (${zone}).`}>
          <Input
            type="datetime-local"
            value={local}
            onChange={(event) => {
              setLocal(event.target.value);
              onChange(until(event.target.value));
            }}
          />
        </FormField>
      )}
    </>
  );
}
