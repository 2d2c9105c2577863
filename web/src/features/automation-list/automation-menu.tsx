import type { AutomationSummary } from '@gradus/contracts';
import { Archive, ArchiveRestore, Copy, Ellipsis, PencilLine } from 'lucide-react';
import { useState } from 'react';
import {
  automationQuery,
  useArchiveAutomation,
  useCreateAutomation,
  useRenameAutomation,
} from '../../api/automations.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArchiveAutomation, RenameAutomation } from '@gradus/contracts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { Menu, MenuItem } from '../../ui/overlay/menu.tsx';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

/** Rename, copy, put away, take out again. */
export function AutomationMenu({ automation }: { automation: AutomationSummary }) {
  const [asked, setAsked] = useState<'rename' | 'archive' | null>(null);
  const copy = useCopy(automation);
  const archive = useArchiveAutomation(automation.id);
  const archived = automation.archivedAt !== null;
  return (
    <div className="relative z-10">
      <Menu
        trigger={
          <Button size="icon-sm" variant="quiet" aria-label={`More about ${automation.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => setAsked('rename')}>
          Rename
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copy()}>
          Copy as a new campaign
        </MenuItem>
        {automation.use === 'campaign' && (
          <MenuItem
            icon={archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            onSelect={() => setAsked('archive')}
          >
            {archived ? 'Take out again' : 'Put away'}
          </MenuItem>
        )}
      </Menu>
      <RenameDialog automation={automation} open={asked === 'rename'} onClose={() => setAsked(null)} />
      <ReasonDialog
        open={asked === 'archive'}
        onOpenChange={(open) => !open && setAsked(null)}
        title={archived ? `Take “${automation.name}” out again` : `Put “${automation.name}” away`}
        description={
          archived
            ? 'From then on people enter again by its live version.'
            : `Nobody enters it any more. Whoever is inside goes on to the end, and all runs are kept.${sayCallers(automation)}`
        }
        action={archived ? 'Take out' : 'Put away'}
        field={ArchiveAutomation.shape.reason}
        onSubmit={(reason) => archive.mutateAsync({ archived: !archived, reason })}
      />
    </div>
  );
}

/** Who still calls it, and what that will come to. */
function sayCallers({ calledBy }: AutomationSummary): string {
  if (calledBy.length === 0) return '';
  const named = calledBy.map((name) => `“${name}”`).join(', ');
  return ` It is called by ${named}: whoever comes to that step will stop there for an operator.`;
}

function useCopy(automation: AutomationSummary) {
  const client = useQueryClient();
  const create = useCreateAutomation();
  const navigate = useNavigate();
  return async () => {
    try {
      const { draft } = await client.fetchQuery(automationQuery(automation.id));
      const id = crypto.randomUUID();
      const name = `${automation.name} (copy)`.slice(0, 160);
      const { definition, layout } = draft;
      await create.mutateAsync({ id, name, courseId: automation.courseId, definition, layout });
      await navigate({ to: '/automations/$automationId', params: { automationId: id }, search: {} });
    } catch (error) {
      notify.bad({ title: 'It could not be copied', detail: sentenceOf(error) });
    }
  };
}

interface RenameDialogProps {
  automation: AutomationSummary;
  open: boolean;
  onClose(): void;
}

function RenameDialog({ automation, open, onClose }: RenameDialogProps) {
  const rename = useRenameAutomation(automation.id);
  const form = useForm({
    schema: RenameAutomation,
    initial: { name: automation.name },
    submit: async (request) => {
      await rename.mutateAsync(request);
      onClose();
    },
  });
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title="Rename">
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void form.submit(event)}>
        <FormField label="Name" error={form.errors['name']}>
          <Input
            maxLength={160}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        </FormField>
        {form.failure !== null && <Notice tone="bad">{sentenceOf(form.failure)}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
