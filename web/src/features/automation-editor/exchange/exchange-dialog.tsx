import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { Tabs } from '../../../ui/control/tabs.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { printDocument } from './exchange.ts';
import type { Format } from './exchange.ts';
import { ImportSide } from './import-side.tsx';

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
