import { ReasonField } from '../fields/reason-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

export function RevokeForm({ config, onChange, errorAt }: StepFormProps<'revoke'>) {
  return (
    <>
      <ReasonField
        hint="Public: whoever checks the certificate reads it. Name nobody."
        value={config.reason}
        onChange={(reason) => onChange({ reason })}
        error={errorAt('reason')}
      />
      <p className="text-sm text-ink-soft">
        The certificate’s page says from then on that the school has taken it back, when and why; they are
        told of it by mail and in the product. It cannot be undone, and the certificate is never issued again.
        Whoever has none is let on.
      </p>
    </>
  );
}
