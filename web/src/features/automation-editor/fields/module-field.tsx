import type { Catalogue } from '@gradus/flow';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';

interface ModuleFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  catalogue: Catalogue;
  only?: 'assessed';
  error?: string | undefined;
}

export function ModuleField({ label, value, onChange, catalogue, only, error }: ModuleFieldProps) {
  const choices = catalogue.modules
    .filter((module) => only !== 'assessed' || module.hasAssessment || module.key === value)
    .map((module) => ({ value: module.key, label: `Week ${module.position}: ${module.title}` }));
  return (
    <FormField label={label} error={error}>
      <Combobox
        choices={choices}
        value={value}
        onChange={onChange}
        placeholder="Choose a week"
        nothingFound="No such week."
      />
    </FormField>
  );
}
