import { Link } from '@tanstack/react-router';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { Switch } from '../../../ui/control/switch.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';
import { HandedFields } from './handed-fields.tsx';

const STATES = { live: undefined, unpublished: 'Not published yet', archived: 'Archived' };

/** Which automation is called, with what, and whether the learner waits for its end. */
export function CallAutomationForm(props: StepFormProps<'callAutomation'>) {
  const { config, onChange, errorAt, catalogue, automationId } = props;
  const { wait } = config;
  const set = (part: Partial<typeof config>) => onChange({ ...config, ...part });
  const callable = catalogue.automations.filter(({ id, use }) => id !== automationId && use === 'campaign');
  const choices = callable
    .filter(({ id, state }) => state !== 'archived' || id === config.automation)
    .map(({ id, name, state }) => ({ value: id, label: name, hint: STATES[state] }));
  const known = callable.some(({ id }) => id === config.automation);
  return (
    <>
      <FormField
        label="Automation"
        hint={choices.length === 0 ? 'The school has no other campaign yet.' : undefined}
        error={errorAt('automation')}
      >
        <Select
          choices={choices}
          value={known ? config.automation : null}
          onChange={(automation) => set({ automation })}
        />
      </FormField>
      {known && (
        <Link
          to="/automations/$automationId"
          params={{ automationId: config.automation }}
          className="self-start text-sm text-accent hover:underline"
        >
          Open it
        </Link>
      )}
      <HandedFields {...props} />
      <div className="rounded-lg border border-line p-4">
        <Switch
          label="The learner waits for its end"
          hint="Off: they go on here as soon as it has begun."
          checked={wait}
          onChange={(on) => set(on ? { wait: on } : { wait: on, timeout: undefined })}
        />
      </div>
      {wait && (
        <OptionalPart
          label="At most so long"
          hint="Then the learner goes on by “too late”."
          on={config.timeout !== undefined}
          onToggle={(on) => set({ timeout: on ? { amount: 14, unit: 'days' } : undefined })}
        >
          {config.timeout && (
            <>
              <DurationField
                label="After"
                value={config.timeout}
                onChange={(timeout) => set({ timeout })}
                error={errorAt('timeout')}
              />
              <ZoneField
                value={config.zone}
                allow={['learner', 'school', 'none']}
                onChange={(zone) => set({ zone })}
              />
            </>
          )}
        </OptionalPart>
      )}
      <div className="rounded-lg border border-line p-4">
        <Switch
          label="It goes on without this run"
          hint="Off: whoever is taken out here, or elsewhere before it has ended, is taken out of it, too."
          checked={config.detached}
          onChange={(detached) => set({ detached })}
        />
      </div>
      <p className="text-sm text-ink-soft">
        The learner enters it as anybody does, in the version that is published by then, and stays on that.
        Whom its entry rules keep out goes by “not let in”, or stops here for an operator when nothing is
        connected to that.
      </p>
    </>
  );
}
