import { type PersonDetail, TagName } from '@gradus/contracts';
import { Plus, Tag, X } from 'lucide-react';
import { useId } from 'react';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { personLabelsQuery, useChangePerson } from '../../api/acting/people.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { notify } from '../../ui/overlay/toast.tsx';

const NewTag = z.strictObject({ tag: TagName });

export function TagsCard({ person }: { person: PersonDetail }) {
  const change = useChangePerson(person.id);
  const labels = useQuery(personLabelsQuery);
  const listId = useId();
  const form = useForm({
    schema: NewTag,
    initial: { tag: '' },
    submit: async ({ tag }) => {
      await change.mutateAsync({ tag, on: true });
      form.setValues({ tag: '' });
    },
  });
  const remove = (tag: string) =>
    change
      .mutateAsync({ tag, on: false })
      .then(() => notify.good({ title: `“${tag}” is taken off` }))
      .catch(() =>
        notify.bad({ title: `“${tag}” is still on`, detail: 'It could not be taken off. Try again.' }),
      );
  return (
    <Card>
      <CardHeader title="Tags" description="Automations can ask for them, and begin when one is put on." />
      <CardBody className="flex flex-col gap-4">
        {person.tags.length === 0 ? (
          <p className="text-sm text-ink-soft">No tags.</p>
        ) : (
          <ul className="flex flex-wrap gap-2">
            {person.tags.map(({ tag, by }) => (
              <li
                key={tag}
                title={`Put on by ${by}`}
                className="inline-flex h-8 items-center gap-1.5 rounded-full bg-note-soft pr-1 pl-3 text-sm font-medium text-note"
              >
                <Tag aria-hidden className="size-3.5" />
                {tag}
                <Button
                  size="icon-sm"
                  variant="quiet"
                  className="size-6 rounded-full text-note"
                  aria-label={`Take the tag ${tag} off`}
                  onClick={() => void remove(tag)}
                >
                  <X aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <form
          noValidate
          onSubmit={(event) => void form.submit(event)}
          className="flex max-w-md items-start gap-2"
        >
          <FormField
            label="Another tag"
            hideLabel
            className="flex-1"
            error={form.errors['tag'] ?? (form.failure ? 'It could not be saved. Try again.' : null)}
          >
            <Input
              placeholder="for example vip"
              list={listId}
              maxLength={40}
              spellCheck={false}
              autoComplete="off"
              value={form.values.tag}
              onChange={(event) => form.set('tag', event.target.value)}
            />
          </FormField>
          <datalist id={listId}>
            {labels.data?.tags.map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
          </datalist>
          <Button type="submit" busy={form.busy}>
            <Plus aria-hidden /> Put on
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}
