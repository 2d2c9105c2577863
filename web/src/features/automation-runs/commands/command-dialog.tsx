import { type CommandRun, Reason } from '@gradus/contracts';
import type { ReactNode } from 'react';
import { useCommandRun } from '../../../api/runs.ts';
import { PreviewOfCommand } from './command-preview.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';

type CommandName = CommandRun['name'];
/** `settle` has two answers, and so two sets of words; of money a person only says where to look. */
export type Said =
  Exclude<CommandName, 'settle'> | 'happened' | 'notHappened' | 'moneyMoved' | 'moneyNotMoved';

/** A command before it is said why. */
export type Order = CommandRun extends infer C ? (C extends CommandRun ? Omit<C, 'reason'> : never) : never;

/** What is said before a command is given. */
interface Words {
  title: string;
  description: string;
  action: string;
  danger?: boolean;
  placeholder?: string;
}

const LOOKED = 'For example: looked it up on their page';

const words: Record<Said, Words> = {
  retry: {
    title: 'Try this step again?',
    description:
      'It is tried at once, with the key it had before, so that what already happened does not happen twice.',
    action: 'Retry',
  },
  skip: {
    title: 'Skip this step?',
    description: 'The learner goes on as if the step were done. What it would have done does not happen.',
    action: 'Skip',
    danger: true,
  },
  happened: {
    title: 'Did it happen?',
    description:
      'You have looked where it would show, and it is there. The learner goes on as if the step had told us so itself.',
    action: 'It happened',
    placeholder: LOOKED,
  },
  notHappened: {
    title: 'Did it not happen?',
    description:
      'You have looked where it would show, and it is not there. A retry after this is a new attempt with a key of its own; if it did happen after all, it then happens twice.',
    action: 'It did not happen',
    placeholder: LOOKED,
    danger: true,
  },
  moneyMoved: {
    title: 'Did it happen?',
    description:
      'You have looked at the payment provider, and it is there. The provider is asked, and the learner goes on with what it says. Nothing is charged or refunded by asking.',
    action: 'It happened',
    placeholder: LOOKED,
  },
  moneyNotMoved: {
    title: 'Did it not happen?',
    description:
      'You have looked at the payment provider, and it is not there. The provider is asked before that is believed: if it knows of it after all, the learner goes on with what it says. Nothing is charged or refunded by asking.',
    action: 'It did not happen',
    placeholder: LOOKED,
  },
  releaseNow: {
    title: 'Go on now?',
    description:
      'The learner no longer waits here: the week opens, or the wait ends, at once. This cannot be taken back.',
    action: 'Go on now',
  },
  move: {
    title: 'Move this learner?',
    description: 'The learner goes on from the step you choose.',
    action: 'Move',
  },
  postpone: {
    title: 'Put this off?',
    description: 'The learner waits here until the new date. What it waits for besides time still counts.',
    action: 'Put off',
  },
  changeVariable: {
    title: 'Change a variable?',
    description: 'The step decides again with the new value.',
    action: 'Change',
  },
  pause: {
    title: 'Pause this run?',
    description:
      'Nothing moves until you resume it. What is open for the learner stays open; time limits stand still.',
    action: 'Pause',
  },
  resume: {
    title: 'Resume this run?',
    description: 'It goes on where it was paused, with the time that was left.',
    action: 'Resume',
  },
  exit: {
    title: 'Take this learner out of the automation?',
    description:
      'The run ends for good, and mails not yet delivered are cancelled. Weeks that are open stay open. This cannot be undone.',
    action: 'End the run',
    danger: true,
  },
};

interface CommandDialogProps {
  runId: string;
  /** Which is asked about. */
  asked: Said;
  /** null: something of it is still open. */
  command: Order | null;
  onClose(): void;
  children?: ReactNode;
}

/** Asks why, gives the command, and says what the run answered. A refusal stays in the dialog. */
export function CommandDialog({ runId, asked, command, onClose, children }: CommandDialogProps) {
  const send = useCommandRun(runId);
  const submit = async (reason: string) => {
    if (!command) throw new CommandOpenError();
    const answer = await send.mutateAsync({ ...command, reason } as CommandRun);
    if (answer.state === 'refused') throw new CommandRefusedError(answer.detail);
    if (answer.state === 'accepted') notify.note({ title: 'Accepted', detail: answer.detail });
    else notify.good({ title: 'Done', detail: answer.detail });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      placeholder="For example: asked for by the learner"
      {...words[asked]}
      field={Reason}
      onSubmit={submit}
    >
      {children}
      {command && <PreviewOfCommand runId={runId} command={command} />}
    </ReasonDialog>
  );
}

/** The engine said no: its sentence is shown as it is. */
class CommandRefusedError extends Error {
  readonly code = 'run.command-refused';
}

class CommandOpenError extends Error {
  readonly code = 'run.command-open';
  constructor() {
    super('Something is still to be chosen above.');
  }
}
