import { useQuery } from '@tanstack/react-query';
import { backfillQuery } from '../../../api/entering/admissions.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { type BackfillChoice, SKIP } from './backfill-choice.ts';

const choices = [
  { value: 'skip', label: 'Leave them out', hint: 'Should they qualify anew, they come in then' },
  { value: 'run', label: 'Let them in now', hint: 'Each begins at the start, at a limited rate' },
  { value: 'mark', label: 'Mark them as done', hint: 'By the rule “once” they never come in' },
] as const;

interface BackfillQuestionProps {
  choice: BackfillChoice;
  onChoose(choice: BackfillChoice): void;
}

/** What becomes of people who qualify already for how the automation starts. Says nothing when there are none. */
export function BackfillQuestion({ choice, onChoose }: BackfillQuestionProps) {
  const { automation } = useEditorScope();
  const { data } = useQuery(backfillQuery(automation.id));
  const count = data?.people?.enter ?? 0;
  if (count === 0) return null;
  const few = data?.people?.samples.slice(0, 3).map(({ name }) => name) ?? [];
  const more = count - few.length;
  return (
    <section
      aria-label="People who qualify already"
      className="flex flex-col gap-4 rounded-lg border border-line p-4"
    >
      <div>
        <h3 className="font-medium">
          {count === 1 ? 'One person qualifies already' : `${count} people qualify already`}
        </h3>
        <p className="text-sm text-ink-soft">
          {few.join(', ')}
          {more > 0 && ` and ${more} more`}
        </p>
      </div>
      <FormField label="What becomes of them">
        <Select
          choices={choices}
          value={choice.mode}
          onChange={(mode) =>
            onChoose(mode === 'skip' ? SKIP : { mode, ratePerMinute: choice.ratePerMinute })
          }
        />
      </FormField>
      {choice.mode !== 'skip' && (
        <FormField
          label="People a minute"
          hint="How far it is, pausing and stopping are with the people who were let in."
        >
          <NumberInput
            min={1}
            max={6_000}
            className="w-32"
            value={choice.ratePerMinute}
            onChange={(ratePerMinute) => onChoose({ ...choice, ratePerMinute })}
          />
        </FormField>
      )}
    </section>
  );
}
