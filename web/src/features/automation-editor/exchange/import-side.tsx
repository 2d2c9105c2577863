import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { FileDrop, useFileDrop } from '../../../ui/control/file-drop.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { ExchangeUnreadableError, readDocument } from './exchange.ts';
import { readImportFile, refuseTooLarge } from './import-file.ts';

/** What `read` answers, or why it cannot be read. */
async function tried<T>(read: () => T | Promise<T>): Promise<{ value: T } | { problem: string }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof ExchangeUnreadableError)) throw error;
    return { problem: error.message };
  }
}

/** A drawing out of a file or out of a pasted text, looked at before it takes the place of the draft. */
export function ImportSide({ onDone }: { onDone(): void }) {
  const { automation } = useEditorScope();
  const { replaceBy } = useEdits();
  const here = useEditor((state) => Object.keys(state.document.definition.steps).length);
  const [text, setText] = useState('');
  const [file, setFile] = useState<Pick<File, 'name' | 'size'> | null>(null);
  const [steps, setSteps] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = (from: string) =>
    tried(() => {
      const found = readDocument(from, automation.catalogue.automations);
      refuseTooLarge(found);
      return found;
    });
  const begin = (from: string, chosen: typeof file) => {
    setText(from);
    setFile(chosen);
    setSteps(null);
    setProblem(null);
  };
  const choose = async (chosen: File) => {
    const opened = await tried(() => readImportFile(chosen));
    begin('value' in opened ? opened.value : '', { name: chosen.name, size: chosen.size });
    if ('problem' in opened) return setProblem(opened.problem);
    const found = await read(opened.value);
    if ('problem' in found) setProblem(found.problem);
    else setSteps(Object.keys(found.value.definition.steps).length);
  };
  const take = async () => {
    const found = await read(text);
    if ('problem' in found) return setProblem(found.problem);
    replaceBy(found.value, 'import a drawing');
    notify.good({ title: 'Imported into the draft', detail: 'Undo brings back what was there before.' });
    onDone();
  };
  const { over, target } = useFileDrop((dropped) => void choose(dropped));
  return (
    <div className="flex flex-col gap-4" {...target}>
      <FileDrop
        label="File to import"
        hint="Drop an exported YAML or JSON file here, or choose one."
        accept=".yaml,.yml,.json"
        file={file}
        over={over}
        onFile={(chosen) => void choose(chosen)}
        onClear={() => begin('', null)}
      />
      <FormField label={file && text !== '' ? 'What is in it' : 'Or paste the text'}>
        <Textarea
          rows={10}
          className="font-mono text-[0.8125rem]"
          value={text}
          spellCheck={false}
          onChange={(event) => begin(event.target.value, null)}
        />
      </FormField>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        {steps !== null && (
          <p className="mr-auto text-sm text-ink-soft tabular-nums" role="status">
            {counted(steps)}, in place of the {counted(here)} of the draft.
          </p>
        )}
        <Button variant="primary" disabled={text.trim() === ''} onClick={() => void take()}>
          Replace the draft
        </Button>
      </div>
    </div>
  );
}

const counted = (steps: number): string => (steps === 1 ? 'one step' : `${steps} steps`);
