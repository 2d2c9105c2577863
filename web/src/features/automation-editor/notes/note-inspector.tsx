import { GroupNote, NOTE_TONES } from '@gradus/flow';
import type { GroupNote as Note } from '@gradus/flow';
import { StickyNote, Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { USUAL_NOTE } from '../../../canvas/drawing/note-frames.ts';
import { noteTones } from '../../../canvas/notes/note-tones.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { issueSentence } from '../document/issue-sentence.ts';
import { NEW_NOTE } from '../document/note-edits.ts';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { NoteSteps } from './note-steps.tsx';

/** What a note says, how it looks, and the steps it frames. */
export function NoteInspector({ noteId, note }: { noteId: string; note: Note }) {
  const select = useEditor((state) => state.select);
  const { setNote, removeSteps } = useEdits();
  return (
    <section aria-label="Group note" className="flex flex-col gap-5 p-4 sm:p-5">
      <header className="flex items-center gap-3">
        <span className={cn('grid size-9 place-items-center rounded-lg', noteTones[note.tone].tint)}>
          <StickyNote aria-hidden className="size-[1.15rem]" />
        </span>
        <h2 className="flex-1 font-semibold">Group note</h2>
        <Button
          size="icon-sm"
          variant="quiet"
          aria-label="Take this note away"
          onClick={() => removeSteps([noteId])}
        >
          <Trash2 aria-hidden />
        </Button>
        <Button size="icon-sm" variant="quiet" aria-label="Close the note" onClick={() => select(null)}>
          <X aria-hidden />
        </Button>
      </header>
      <p className="text-sm text-ink-soft">
        For whoever reads the drawing. Learners never see it, and it changes nothing about what happens to
        them.
      </p>
      <NoteText note={note} onChange={(text) => setNote(noteId, { ...note, text })} />
      <ToneField tone={note.tone} onChange={(tone) => setNote(noteId, { ...note, tone })} />
      <NoteSteps steps={note.steps} onChange={(steps) => setNote(noteId, { ...note, steps })} />
      {note.steps.length === 0 && (
        <SizeField size={note.size} onChange={(size) => setNote(noteId, { ...note, size })} />
      )}
    </section>
  );
}

/** Taken over as it is typed; an empty text stays here until there is one. A new note is ready to be written over. */
function NoteText({ note, onChange }: { note: Note; onChange(text: string): void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [fresh] = useState(note.text === NEW_NOTE);
  useEffect(() => {
    if (fresh) field.current?.select();
  }, [fresh]);
  const [empty, setEmpty] = useState(false);
  const parsed = GroupNote.shape.text.safeParse(empty ? '' : note.text);
  const [issue] = parsed.error?.issues ?? [];
  return (
    <FormField label="Text" error={issue && issueSentence(issue)}>
      <Textarea
        ref={field}
        rows={5}
        maxLength={2_000}
        value={empty ? '' : note.text}
        onChange={(event) => {
          setEmpty(event.target.value === '');
          if (event.target.value !== '') onChange(event.target.value);
        }}
      />
    </FormField>
  );
}

function ToneField({ tone, onChange }: { tone: Note['tone']; onChange(tone: Note['tone']): void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Colour</legend>
      <div className="flex flex-wrap gap-2">
        {NOTE_TONES.map((one) => (
          <label
            key={one}
            className={cn(
              'flex h-8 cursor-pointer items-center rounded-md border border-ink/15 px-3 text-sm text-ink',
              'has-checked:ring-2 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-accent',
              noteTones[one].tint,
            )}
          >
            <input
              type="radio"
              name="note-tone"
              className="sr-only"
              checked={one === tone}
              onChange={() => onChange(one)}
            />
            {noteTones[one].name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const SIZES = {
  small: { label: 'Small', width: 180, height: 80 },
  usual: { label: 'Usual', ...USUAL_NOTE },
  large: { label: 'Large', width: 360, height: 200 },
};

/** The corners of the note on the canvas do the same with a mouse. */
function SizeField({
  size = USUAL_NOTE,
  onChange,
}: {
  size: Note['size'];
  onChange(size: Note['size']): void;
}) {
  const named = (Object.keys(SIZES) as (keyof typeof SIZES)[]).find(
    (name) => SIZES[name].width === size.width && SIZES[name].height === size.height,
  );
  const drawn = { value: 'drawn', label: `As drawn, ${size.width} × ${size.height}` };
  const choices = Object.entries(SIZES).map(([value, { label }]) => ({ value, label }));
  return (
    <FormField label="Size on the canvas">
      <Select
        choices={named ? choices : [...choices, drawn]}
        value={named ?? 'drawn'}
        onChange={(name) => {
          const chosen = SIZES[name as keyof typeof SIZES];
          if (chosen) onChange({ width: chosen.width, height: chosen.height });
        }}
      />
    </FormField>
  );
}
