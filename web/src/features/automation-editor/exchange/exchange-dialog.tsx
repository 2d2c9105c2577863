import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { Tabs } from '../../../ui/control/tabs.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { ExchangeUnreadableError, printDocument, readDocument } from './exchange.ts';
import type { Format } from './exchange.ts';

interface ExchangeDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** The drawing as text: to keep, to compare, to take elsewhere, and back again. */
export function ExchangeDialog({ open, onOpenChange }: ExchangeDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Export and import"
      description="The whole drawing as text. What is imported becomes the draft; undo brings the old one back."
      className="w-[min(46rem,calc(100vw-2rem))]"
    >
      <Tabs
        aria-label="Export or import"
        tabs={[
          { value: 'export', label: 'Export', content: <ExportSide /> },
          { value: 'import', label: 'Import', content: <ImportSide onDone={() => onOpenChange(false)} /> },
        ]}
      />
    </Dialog>
  );
}

function ExportSide() {
  const { automation } = useEditorScope();
  const document = useEditor((state) => state.document);
  const [format, setFormat] = useState<Format>('yaml');
  const text = printDocument(document, format, automation.catalogue.automations);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    notify.good({ title: 'Copied' });
  };
  return (
    <div className="flex flex-col gap-4">
      <FormField label={`The draft as ${format.toUpperCase()}`}>
        <Textarea readOnly rows={14} className="font-mono text-[0.8125rem]" value={text} spellCheck={false} />
      </FormField>
      <div className="flex flex-wrap justify-end gap-2">
        <Button className="mr-auto" onClick={() => setFormat(format === 'yaml' ? 'json' : 'yaml')}>
          Show as {format === 'yaml' ? 'JSON' : 'YAML'}
        </Button>
        <Button onClick={() => void copy()}>Copy</Button>
        <Button variant="primary" onClick={() => download(`${fileName(automation.name)}.${format}`, text)}>
          Download
        </Button>
      </div>
    </div>
  );
}

function ImportSide({ onDone }: { onDone(): void }) {
  const { automation } = useEditorScope();
  const { replaceBy } = useEdits();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const take = () => {
    try {
      replaceBy(readDocument(text, automation.catalogue.automations), 'import a drawing');
      notify.good({ title: 'Imported into the draft', detail: 'Undo brings back what was there before.' });
      onDone();
    } catch (error) {
      if (!(error instanceof ExchangeUnreadableError)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <FormField label="YAML or JSON" hint="Paste it here, or choose a file.">
        <Textarea
          rows={12}
          className="font-mono text-[0.8125rem]"
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </FormField>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="flex flex-wrap justify-end gap-2">
        <label className="mr-auto text-sm">
          <span className="sr-only">Choose a file</span>
          <input
            type="file"
            accept=".yaml,.yml,.json"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </label>
        <Button variant="primary" disabled={text.trim() === ''} onClick={take}>
          Replace the draft
        </Button>
      </div>
    </div>
  );
}

const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'automation';

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
