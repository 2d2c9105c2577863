import { FileUp, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { cn } from '../class-names.ts';
import { Button } from './button.tsx';

/** What makes a part of a page take in a file that is let go of over it. */
export function useFileDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const target = {
    onDragOver(event: DragEvent<HTMLElement>) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!inside) setOver(false);
    },
    onDrop(event: DragEvent<HTMLElement>) {
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (!file) return;
      event.preventDefault();
      onFile(file);
    },
  };
  return { over, target };
}

interface FileDropProps {
  label: string;
  /** While there is no file: what to do. */
  hint: string;
  /** As an `input` has it. */
  accept: string;
  file: Pick<File, 'name' | 'size'> | null;
  /** A file is held over it just now. */
  over: boolean;
  onFile(file: File): void;
  onClear(): void;
}

/** A file, chosen or dropped, with its name. */
export function FileDrop({ label, hint, accept, file, over, onFile, onClear }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const clear = () => {
    // The button that was pressed goes away with the file, and would take the focus with it.
    chooser.current?.focus();
    onClear();
  };
  return (
    <div
      role="group"
      aria-label={label}
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-dashed px-4 py-3.5 text-sm',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken/50',
      )}
    >
      <FileUp aria-hidden className="size-5 shrink-0 text-ink-soft" />
      <p className="min-w-0 flex-1 basis-40" aria-live="polite">
        {file ? (
          <>
            <span className="font-medium break-all">{file.name}</span>{' '}
            <span className="whitespace-nowrap text-ink-soft">{sayBytes(file.size)}</span>
          </>
        ) : (
          hint
        )}
      </p>
      <div className="flex items-center gap-1">
        <Button ref={chooser} size="sm" onClick={() => input.current?.click()}>
          {file ? 'Choose another file' : 'Choose a file'}
        </Button>
        {file && (
          <Button size="icon-sm" variant="quiet" aria-label={`Put ${file.name} away`} onClick={clear}>
            <X aria-hidden />
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          // So that the same file can be chosen again once it was mended.
          target.value = '';
          if (chosen) onFile(chosen);
        }}
      />
    </div>
  );
}

/** "14 KB". */
function sayBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
