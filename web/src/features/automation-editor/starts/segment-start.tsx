import { Link } from '@tanstack/react-router';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StartFormProps } from './start-form.ts';

export function SegmentStart({ on, onChange, errorAt, catalogue }: StartFormProps<'segment'>) {
  const choices = catalogue.segments.map(({ id, name }) => ({ value: id, label: name }));
  const known = choices.some(({ value }) => value === on.segment);
  return (
    <>
      <FormField
        label="Which segment"
        hint="Once each time somebody comes to belong. Who belongs already is asked about when you publish."
        error={errorAt('on.segment')}
      >
        <Select
          choices={choices}
          value={known ? on.segment : null}
          placeholder={choices.length === 0 ? 'There are no segments yet' : 'Choose …'}
          onChange={(segment) => onChange({ kind: 'segment', segment })}
        />
      </FormField>
      <Link to="/segments" className="self-start text-sm text-accent hover:underline">
        Look at the segments
      </Link>
    </>
  );
}
