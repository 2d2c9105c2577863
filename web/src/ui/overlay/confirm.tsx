import { type ReactNode, useState } from 'react';
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { Button } from '../control/button.tsx';
import { backdropStyle } from './popup-style.ts';

interface ConfirmProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** A question: "Hand in your work?" */
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  children?: ReactNode;
  /** The deed, as a verb: "Hand in". */
  action: string;
  cancel?: string;
  danger?: boolean;
  /** The dialog stays, busy, until this is done; when it throws, the dialog stays open. */
  onConfirm(): Promise<unknown> | void;
}

/** Asks before something that matters. Escape and the first button leave everything as it is. */
export function Confirm(props: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await props.onConfirm();
      props.onOpenChange(false);
    } catch {
      // Whoever failed has said so; the question stays.
    } finally {
      setBusy(false);
    }
  };
  return (
    <Base.Root open={props.open} onOpenChange={(open) => !busy && props.onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup className="fixed top-1/2 left-1/2 z-50 flex w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-high outline-none transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0">
          <div className="flex flex-col gap-1.5">
            <Base.Title className="text-lg font-semibold">{props.title}</Base.Title>
            <Base.Description className="text-ink-soft">{props.description}</Base.Description>
          </div>
          {props.children}
          <div className="flex flex-wrap justify-end gap-2">
            <Base.Close render={<Button disabled={busy} />}>{props.cancel ?? 'Cancel'}</Base.Close>
            <Button variant={props.danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
              {props.action}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
