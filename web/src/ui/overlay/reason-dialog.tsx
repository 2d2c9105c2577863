import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../control/button.tsx';
import { FormField } from '../control/form-field.tsx';
import { Textarea } from '../control/input.tsx';
import { sentenceOf } from '../error-state.tsx';
import { Notice } from '../notice.tsx';
import { Dialog } from './dialog.tsx';

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
  /** The dialog stays, busy, until this is done; when it throws, it shows why. */
  onSubmit(reason: string): Promise<unknown>;
}

const SHORTEST = 3;

/** Asks for the reason of a deed that is written into the audit log. */
export function ReasonDialog(props: ReasonDialogProps) {
  const formId = useId();
  const [reason, setReason] = useState('');
  const [state, setState] = useState<{ busy: boolean; asked: boolean; failure: unknown }>({
    busy: false,
    asked: false,
    failure: null,
  });
  const missing = reason.trim().length < SHORTEST;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: !missing, asked: true, failure: null });
    if (missing) return;
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
      initialFocus={() =>
        document.getElementById(formId)?.querySelector('[role=combobox], input, textarea, select') ?? null
      }
      footer={
        <>
          <Button disabled={state.busy} onClick={() => props.onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant={props.danger ? 'danger' : 'primary'} busy={state.busy}>
            {props.action}
          </Button>
        </>
      }
    >
      <form id={formId} className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {props.children}
        <FormField
          label="Reason"
          hint="Kept in the audit log."
          error={state.asked && missing ? 'Say why, in a few words.' : null}
        >
          <Textarea
            rows={3}
            maxLength={500}
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
