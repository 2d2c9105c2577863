import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

export function RevokeForm({ config, onChange, errorAt }: StepFormProps<'revoke'>) {
  return (
    <>
      <FormField
        label="Why"
        hint="Public: whoever checks the certificate reads it. Name nobody."
        error={errorAt('reason')}
      >
        <Input
          value={config.reason}
          maxLength={200}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </FormField>
      <p className="text-sm text-ink-soft">
        The certificate’s page says from then on that the school has taken it back, when and why. It cannot be
        undone, and the certificate is never issued again. Whoever has none is let on.
      </p>
    </>
  );
}
