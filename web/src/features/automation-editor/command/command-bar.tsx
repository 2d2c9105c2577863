import { Dialog as Base } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { backdropStyle } from '../../../ui/overlay/popup-style.ts';
import { matching } from './commands.ts';
import type { Command } from './commands.ts';
import { type CommandTargets, useCommands } from './use-commands.ts';

interface CommandBarProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  targets: CommandTargets;
}

/** ⌘K: type a few letters, Enter goes to the step or does the thing. */
export function CommandBar({ open, onOpenChange, targets }: CommandBarProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          initialFocus={field}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-high outline-none"
        >
          <Base.Title className="sr-only">Search steps and commands</Base.Title>
          {open && <CommandList field={field} targets={targets} onDone={() => onOpenChange(false)} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface CommandListProps {
  /** What is focused when the bar opens. */
  field: RefObject<HTMLInputElement | null>;
  targets: CommandTargets;
  onDone(): void;
}

/** Only while it is open is it read from the drawing what can be done. */
function CommandList({ field, targets, onDone }: CommandListProps) {
  const commands = useCommands(targets);
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = matching(commands, typed);
  const chosen = found[Math.min(at, found.length - 1)];
  const chosenId = chosen?.id;
  useEffect(() => {
    if (chosenId)
      list.current
        ?.querySelector(`[data-command="${CSS.escape(chosenId)}"]`)
        ?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onDone();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    else if (event.key === 'Enter') run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 text-ink-soft" />
        <input
          ref={field}
          role="combobox"
          aria-label="Search steps and commands"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={chosen && `${listId}-${chosen.id}`}
          placeholder="Find a step, or do something …"
          className="h-12 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-soft"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Found"
        className="min-h-0 flex-1 overflow-y-auto p-1.5"
      >
        {found.map((command) => (
          <CommandLine
            key={command.id}
            id={`${listId}-${command.id}`}
            command={command}
            chosen={command === chosen}
            onPick={() => run(command)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="px-4 pb-4 text-sm text-ink-soft">Nothing is called that.</p>}
    </>
  );
}

interface CommandLineProps {
  id: string;
  command: Command;
  chosen: boolean;
  onPick(): void;
}

/** Keys are the input's: the list only shows what they have chosen. */
function CommandLine({ id, command, chosen, onPick }: CommandLineProps) {
  return (
    <div
      id={id}
      data-command={command.id}
      role="option"
      aria-selected={chosen}
      onPointerDown={(event) => {
        event.preventDefault();
        onPick();
      }}
      className={cn(
        'flex cursor-default items-baseline justify-between gap-4 rounded-md px-3 py-2 text-sm',
        chosen && 'bg-accent-soft',
      )}
    >
      <span className="truncate font-medium">{command.title}</span>
      <span className="shrink-0 text-xs text-ink-soft">{command.hint}</span>
    </div>
  );
}
