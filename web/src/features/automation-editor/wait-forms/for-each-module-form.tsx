import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const kinds = [
  { value: 'all', label: 'Every week of the course' },
  { value: 'chosen', label: 'Some weeks' },
] as const;

/** Which weeks the steps inside are walked for. */
export function ForEachModuleForm({ config, onChange, errorAt, catalogue }: StepFormProps<'forEachModule'>) {
  const { modules } = config;
  const first = catalogue.modules.slice(0, 1).map(({ key }) => key);
  const toggle = (key: string, keys: string[]) => {
    const next = keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
    if (next.length > 0) onChange({ modules: { kind: 'chosen', keys: next } });
  };
  return (
    <>
      <p className="text-sm text-ink-soft">
        The steps up to “Together again” are walked once for each week, one week after another. In them “The
        current week” can be chosen, and mails may name it.
      </p>
      <FormField label="For" error={errorAt('modules')}>
        <Select
          choices={kinds}
          value={modules.kind}
          onChange={(kind) =>
            onChange({
              modules: kind === 'all' ? { kind } : { kind, keys: first.length > 0 ? first : ['week-1'] },
            })
          }
        />
      </FormField>
      {modules.kind === 'chosen' && (
        <fieldset className="flex flex-col gap-1">
          <legend className="text-sm font-medium">Weeks</legend>
          {catalogue.modules.map(({ key, position, title }) => (
            <label
              key={key}
              className="flex items-center gap-3 rounded-md px-2 py-1.5 text-sm hover:bg-sunken"
            >
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={modules.keys.includes(key)}
                onChange={() => toggle(key, modules.keys)}
              />
              Week {position}: {title}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
