import { CURRENT_MODULE } from '@gradus/flow';
import type { Catalogue, Definition } from '@gradus/flow';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { useEditor } from '../store/editor-context.tsx';

interface ModuleFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  catalogue: Catalogue;
  only?: 'assessed';
  error?: string | undefined;
}

export function ModuleField({ label, value, onChange, catalogue, only, error }: ModuleFieldProps) {
  const inside = useEditor(({ document }) => hasEachBlock(document.definition));
  const weeks = catalogue.modules
    .filter((module) => only !== 'assessed' || module.hasAssessment || module.key === value)
    .map((module) => ({ value: module.key, label: `Week ${module.position}: ${module.title}` }));
  const current = { value: CURRENT_MODULE, label: 'The current week' };
  const choices = inside || value === CURRENT_MODULE ? [current, ...weeks] : weeks;
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

/** Only then is there a current week; where a step stands inside, the check says. */
function hasEachBlock({ steps }: Definition): boolean {
  return Object.values(steps).some(({ kind }) => kind === 'forEachModule');
}
