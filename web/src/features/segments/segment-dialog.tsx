import { Audience, SaveSegment } from '@gradus/contracts';
import type { SegmentDetail } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { audiencePreviewQuery, useSaveSegment } from '../../api/entering/segments.ts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { NEW_AUDIENCE } from './condition-kinds.ts';
import { GroupEditor } from './group-editor.tsx';
import type { KnownPlaces } from './use-places.ts';

interface SegmentDialogProps {
  /** The segment to change, or the id of a new one. */
  segment: SegmentDetail | { id: string };
  places: KnownPlaces;
  onClose(): void;
}

/** Makes or changes a segment; who would belong is counted while it is put together. */
export function SegmentDialog({ segment, places, onClose }: SegmentDialogProps) {
  const formId = useId();
  const known = 'name' in segment ? segment : null;
  const [name, setName] = useState(known?.name ?? '');
  const [audience, setAudience] = useState<Audience>(known?.audience ?? NEW_AUDIENCE);
  const [failure, setFailure] = useState<unknown>(null);
  const save = useSaveSegment(segment.id);
  const complete = SaveSegment.safeParse({ name, audience });
  const submit = async () => {
    setFailure(null);
    if (!complete.success) return;
    try {
      await save.mutateAsync(complete.data);
      notify.good({ title: `“${name}” is saved` });
      onClose();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={known ? 'Change the segment' : 'New segment'}
      description="Who belongs is worked out when something happens to a person, and for everybody every night."
      className="w-[min(56rem,calc(100vw-2rem))]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={save.isPending}
            disabled={!complete.success}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormField label="Name">
          <Input maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
        </FormField>
        <GroupEditor group={audience} places={places} onChange={setAudience} onRemove={null} />
        <WhoBelongs audience={audience} />
        {known !== null && (
          <p className="text-sm text-ink-soft">
            A changed rule sorts people anew without starting anything: only who comes to belong from then on
            starts an automation.
          </p>
        )}
        {failure !== null && <Notice tone="bad">{sentenceOf(failure)}</Notice>}
      </form>
    </Dialog>
  );
}

function WhoBelongs({ audience }: { audience: Audience }) {
  const complete = Audience.safeParse(audience).success;
  const preview = useQuery({ ...audiencePreviewQuery(audience), enabled: complete });
  if (!complete) return <Notice tone="warn">Choose what is still open in the conditions.</Notice>;
  if (preview.isError) return <Notice tone="bad">{sentenceOf(preview.error)}</Notice>;
  if (!preview.data) return <Notice>Counting …</Notice>;
  const { total, samples } = preview.data;
  const shown = samples.slice(0, 5).map(({ name, email }) => `${name} (${email})`);
  return (
    <Notice title={total === 1 ? '1 person belongs now' : `${total} people belong now`}>
      {shown.length > 0 && (
        <p className="break-words">
          {shown.join(', ')}
          {total > shown.length && ` and ${total - shown.length} more`}.
        </p>
      )}
    </Notice>
  );
}
