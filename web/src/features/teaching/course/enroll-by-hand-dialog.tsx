import { EnrollByHand } from '@gradus/contracts';
import { useId } from 'react';
import { z } from 'zod';
import { useEnrollByHand } from '../../../api/teaching.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { useForm } from '../../../ui/control/use-form.ts';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';

interface EnrollByHandDialogProps {
  courseId: string;
  open: boolean;
  onOpenChange(open: boolean): void;
}

const nobody = { email: '', name: '', reason: '' };
const { maxLength: LONGEST } = EnrollByHand.shape.reason.unwrap();
/** An empty name is no name. */
const Form = EnrollByHand.extend({ name: z.string().trim().max(120) });

export function EnrollByHandDialog({ courseId, open, onOpenChange }: EnrollByHandDialogProps) {
  const formId = useId();
  const enroll = useEnrollByHand(courseId);
  const form = useForm({
    schema: Form,
    initial: nobody,
    submit: async ({ name, ...rest }) => {
      await enroll.mutateAsync({ ...rest, ...(name ? { name } : {}) });
      notify.good({
        title: `${rest.email} is being enrolled`,
        detail: 'The first week opens at once; a welcome mail is on its way.',
      });
      form.setValues(nobody);
      onOpenChange(false);
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Enrol someone by hand"
      description="Without payment. Someone without an account gets one, and a mail to set a password."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={form.busy}>
            Enrol
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void form.submit(event)}
      >
        <FormField label="E-mail" error={form.errors.email}>
          <Input
            type="email"
            autoComplete="off"
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        </FormField>
        <FormField label="Name" optional hint="Used when they have no account yet." error={form.errors.name}>
          <Input
            autoComplete="off"
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        </FormField>
        <FormField label="Reason" optional hint="Kept in the audit log." error={form.errors.reason}>
          <Input
            maxLength={LONGEST ?? undefined}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        </FormField>
        {form.failure !== null && <Notice tone="bad">{sentenceOf(form.failure)}</Notice>}
      </form>
    </Dialog>
  );
}
