import { MESSAGE_VARIABLES } from '@gradus/flow';
import type { Definition, MessageVariable } from '@gradus/flow';
import { Braces } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input, Textarea } from '../../../ui/control/input.tsx';
import { Menu, MenuItem } from '../../../ui/overlay/menu.tsx';
import { useEditor } from '../store/editor-context.tsx';

interface LetterFieldsProps {
  subject: string;
  body: string;
  subjectError: string | undefined;
  bodyError: string | undefined;
  onChange(letter: { subject: string; body: string }): void;
}

type Part = 'subject' | 'body';

/** Subject and body; a variable goes to where the caret was last. */
export function LetterFields({ subject, body, subjectError, bodyError, onChange }: LetterFieldsProps) {
  const definition = useEditor(({ document }) => document.definition);
  const variables = useMemo(() => [...MESSAGE_VARIABLES, ...textsOf(definition)], [definition]);
  const fields = useRef<HTMLDivElement>(null);
  const caret = useRef<{ part: Part; at: number }>({ part: 'body', at: body.length });
  const note = (part: Part) => (event: { currentTarget: EventTarget }) => {
    const { selectionStart } = event.currentTarget as HTMLInputElement | HTMLTextAreaElement;
    caret.current = { part, at: selectionStart ?? 0 };
  };
  const insert = (name: string) => {
    const { part, at } = caret.current;
    const text = part === 'subject' ? subject : body;
    const place = Math.min(at, text.length);
    const next = `${text.slice(0, place)}{{${name}}}${text.slice(place)}`;
    onChange({ subject, body, [part]: next });
    const end = place + name.length + 4;
    caret.current = { part, at: end };
    const field = fields.current?.querySelector<HTMLInputElement>(part === 'subject' ? 'input' : 'textarea');
    const seen = field?.scrollTop ?? 0;
    requestAnimationFrame(() => {
      field?.focus({ preventScroll: true });
      field?.setSelectionRange(end, end);
      if (field) field.scrollTop = seen;
    });
  };
  return (
    <div ref={fields} className="flex flex-col gap-4">
      <FormField label="Subject" error={subjectError}>
        <Input
          maxLength={200}
          value={subject}
          onSelect={note('subject')}
          onChange={(event) => onChange({ subject: event.target.value, body })}
        />
      </FormField>
      <div className="flex flex-col gap-1.5">
        <FormField label="Text" hint="Markdown: **bold**, [link](https://…), lists." error={bodyError}>
          <Textarea
            rows={10}
            maxLength={20_000}
            value={body}
            onSelect={note('body')}
            onChange={(event) => onChange({ subject, body: event.target.value })}
          />
        </FormField>
        <VariableMenu variables={variables} onInsert={insert} />
      </div>
    </div>
  );
}

/** The texts that this drawing has written; where they may be used, the check says. */
function textsOf({ steps }: Definition): MessageVariable[] {
  const writers = Object.values(steps).flatMap((step) => (step.kind === 'generate' ? [step] : []));
  const names = new Map(writers.map(({ title, config }) => [config.into, title]));
  return [...names].map(([name, title]) => ({
    name: `text.${name}`,
    needs: null,
    description: `The text of “${title}”`,
    example: name,
  }));
}

interface VariableMenuProps {
  variables: readonly MessageVariable[];
  onInsert(name: string): void;
}

export function VariableMenu({ variables, onInsert }: VariableMenuProps) {
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" className="self-start">
          <Braces aria-hidden /> Insert a variable
        </Button>
      }
    >
      {variables.map((variable) => (
        <MenuItem key={variable.name} onSelect={() => onInsert(variable.name)}>
          <span className="flex flex-col">
            <span>{variable.description}</span>
            <code className="text-xs text-ink-soft">{`{{${variable.name}}}`}</code>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
