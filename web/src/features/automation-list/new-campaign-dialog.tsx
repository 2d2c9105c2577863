import { CreateAutomation } from '@gradus/contracts';
import { TEMPLATES } from '@gradus/flow';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useCreateAutomation } from '../../api/automations.ts';
import { coursesQuery } from '../../api/courses.ts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { Select } from '../../ui/control/select.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { TemplateGallery } from './template-gallery.tsx';

interface NewCampaignDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const NO_COURSE = 'none';

/** Choose how to begin, name it, say which course it is about. */
export function NewCampaignDialog({ open, onOpenChange }: NewCampaignDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New campaign"
      description="Begin with a drawing that works, or with an empty one. Nothing runs before you publish."
      className="w-[min(46rem,calc(100vw-2rem))]"
      footer={null}
    >
      {open && <NewCampaignForm onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function NewCampaignForm({ onDone }: { onDone(): void }) {
  const formId = useId();
  const navigate = useNavigate();
  const create = useCreateAutomation();
  const courses = useInfiniteQuery(coursesQuery).data?.pages.flatMap(({ items }) => items) ?? [];
  const [named, setNamed] = useState(false);
  const form = useForm({
    schema: CreateAutomation,
    initial: {
      id: crypto.randomUUID() as string,
      name: '',
      courseId: null as string | null,
      template: undefined as string | undefined,
    },
    submit: async (request) => {
      await create.mutateAsync(request);
      onDone();
      await navigate({ to: '/automations/$automationId', params: { automationId: request.id }, search: {} });
    },
  });
  const template = TEMPLATES.find(({ id }) => id === form.values.template);
  const pick = (id: string | undefined) => {
    const picked = TEMPLATES.find((one) => one.id === id);
    form.setValues({
      ...form.values,
      template: id,
      name: named ? form.values.name : (picked?.name ?? ''),
      courseId: form.values.courseId ?? (picked?.needsCourse ? (courses[0]?.id ?? null) : null),
    });
  };
  const choices = [
    ...(template?.needsCourse ? [] : [{ value: NO_COURSE, label: 'No course' }]),
    ...courses.map(({ id, title }) => ({ value: id, label: title })),
  ];
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => void form.submit(event)}
    >
      <TemplateGallery chosen={form.values.template} onPick={pick} />
      <div className="-mx-6 -mb-4 flex flex-col gap-4 rounded-b-xl border-t border-line bg-surface px-6 py-4 sm:sticky sm:-bottom-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField label="Name" error={form.errors['name']}>
            <Input
              maxLength={160}
              value={form.values.name}
              onChange={(event) => {
                setNamed(true);
                form.set('name', event.target.value);
              }}
            />
          </FormField>
          <FormField
            label="Course"
            hint="Whose learners it is about, and what its mails may name."
            error={form.errors['courseId']}
          >
            <Select
              choices={choices}
              value={form.values.courseId ?? (template?.needsCourse ? null : NO_COURSE)}
              onChange={(value) => form.set('courseId', value === NO_COURSE ? null : value)}
            />
          </FormField>
        </div>
        {form.failure !== null && <Notice tone="bad">{sentenceOf(form.failure)}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            Create and draw
          </Button>
        </div>
      </div>
    </form>
  );
}
