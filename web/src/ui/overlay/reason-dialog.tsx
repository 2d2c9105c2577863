import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../control/button.tsx';
import { FormField } from '../control/form-field.tsx';
import { Textarea } from '../control/input.tsx';
import { sentenceOf } from '../error-state.tsx';
import { Notice } from '../notice.tsx';
import { Dialog } from './dialog.tsx';
import { type ReasonLimits, isMissing, roomLeft } from './reason.ts';

interface ReasonDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  /** What will happen, to whom, and whether it can be undone. */
  description: ReactNode;
  /** More to choose, above the reason. */
  children?: ReactNode;
  /** The deed, as a verb. */
  action: string;
  danger?: boolean;
  placeholder?: string;
  /** The field of the request that the reason goes into: how long it may be. */
  field: ReasonLimits;
  /** Who reads it. */
  hint?: string;
  /** What else it asks for is complete; yes when left out. */
  ready?: boolean;
  className?: string;
  /** The dialog stays, busy, until this is done; when it throws, it shows why. */
  onSubmit(reason: string): Promise<unknown>;
}

/** The last of the form: what is chosen stands above it. */
const reasonFieldOf = (formId: string) =>
  [...(document.getElementById(formId)?.querySelectorAll('textarea') ?? [])].at(-1);

/** Asks for the reason of a deed that is written into the audit log. */
export function ReasonDialog(props: ReasonDialogProps) {
  const formId = useId();
  const [reason, setReason] = useState('');
  const [state, setState] = useState<{ busy: boolean; asked: boolean; failure: unknown }>({
    busy: false,
    asked: false,
    failure: null,
  });
  const missing = isMissing(reason, props.field);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: !missing, asked: true, failure: null });
    if (missing) return reasonFieldOf(formId)?.focus();
    try {
      await props.onSubmit(reason.trim());
      setReason('');
      setState({ busy: false, asked: false, failure: null });
      props.onOpenChange(false);
    } catch (failure) {
      setState({ busy: false, asked: true, failure });
    }
  };
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => !state.busy && props.onOpenChange(open)}
      title={props.title}
      description={props.description}
      {...(props.className && { className: props.className })}
      initialFocus={() =>
        document.getElementById(formId)?.querySelector('[role=combobox], input, textarea, select') ?? null
      }
      footer={
        <>
          <Button disabled={state.busy} onClick={() => props.onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={props.danger ? 'danger' : 'primary'}
            busy={state.busy}
            disabled={props.ready === false}
          >
            {props.action}
          </Button>
        </>
      }
    >
      <form id={formId} className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {props.children}
        <FormField
          label="Reason"
          hint={[props.hint ?? 'Kept in the audit log.', roomLeft(reason, props.field)].join(' ').trim()}
          error={state.asked && missing ? 'Say why, in a few words.' : null}
        >
          <Textarea
            rows={3}
            maxLength={props.field.maxLength ?? undefined}
            value={reason}
            placeholder={props.placeholder}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
        {state.failure !== null && <Notice tone="bad">{sentenceOf(state.failure)}</Notice>}
      </form>
    </Dialog>
  );
}
