import { X } from 'lucide-react';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { useEditor } from '../store/editor-context.tsx';

interface NoteStepsProps {
  steps: readonly string[];
  onChange(steps: string[]): void;
}

/** The steps that a note frames; without any it stands alone. */
export function NoteSteps({ steps, onChange }: NoteStepsProps) {
  const all = useEditor((state) => state.document.definition.steps);
  const framed = steps.filter((stepId) => all[stepId]);
  const others = Object.entries(all).flatMap(([value, step]) =>
    framed.includes(value) ? [] : [{ value, label: step.title, hint: stepKinds[step.kind].name }],
  );
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">Frames these steps</legend>
      {framed.length === 0 ? (
        <p className="text-sm text-ink-soft">None: the note stands alone and can be put anywhere.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {framed.map((stepId) => (
            <li key={stepId} className="flex items-center gap-2 rounded-md bg-sunken py-1 pr-1 pl-3 text-sm">
              <span className="min-w-0 flex-1 truncate">{all[stepId]?.title}</span>
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label={`Leave “${all[stepId]?.title}” out of the frame`}
                onClick={() => onChange(framed.filter((id) => id !== stepId))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <FormField label="Frame a step more">
          <Combobox
            key={framed.join()}
            choices={others}
            value={null}
            placeholder="Find a step"
            nothingFound="No such step."
            onChange={(stepId) => onChange([...framed, stepId])}
          />
        </FormField>
      )}
    </fieldset>
  );
}
