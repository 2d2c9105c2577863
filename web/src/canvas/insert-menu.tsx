import { Menu } from '@base-ui/react/menu';
import type { StepKind } from '@gradus/flow';
import { useRef } from 'react';
import { cn } from '../ui/class-names.ts';
import { itemStyle, popupStyle } from '../ui/overlay/popup-style.ts';
import type { Outlet } from './canvas-context.ts';
import { addableFamilies, stepKinds } from './step-kinds.ts';

export interface InsertRequest {
  outlet: Outlet;
  /** The plus that was pressed, or the place where a line was let go of. */
  anchor: HTMLElement | { getBoundingClientRect(): DOMRect };
  /** Where the new step's box is to stand; left out: where the drawing has room for it. */
  place?: { x: number; y: number };
}

interface InsertMenuProps {
  open: boolean;
  /** The last one; it stays while the menu fades out. */
  request: InsertRequest | null;
  onClose(): void;
  onPick(kind: StepKind, request: InsertRequest): void;
}

/** One menu for every plus on the canvas, opened at the plus that was pressed; arrow keys and letters choose. */
export function InsertMenu({ open, request, onClose, onPick }: InsertMenuProps) {
  const picked = useRef(false);
  const pick = (kind: StepKind) => {
    picked.current = true;
    if (request) onPick(kind, request);
  };
  /** Back to the plus; after a choice the caller has moved the focus on. */
  const goBack = () => {
    const stays = !picked.current && request !== null;
    picked.current = false;
    return stays && request.anchor instanceof HTMLElement ? request.anchor : false;
  };
  return (
    <Menu.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={request?.anchor ?? null}
          side="right"
          align="center"
          sideOffset={10}
          collisionAvoidance={{ side: 'shift', align: 'shift' }}
          className="z-50"
        >
          <Menu.Popup
            aria-label="Which step?"
            finalFocus={goBack}
            className={cn(popupStyle, 'max-h-[min(var(--available-height),100dvh-1rem)] overflow-y-auto')}
          >
            <StepChoices onPick={pick} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Every kind that can be added, by what it is for, with a line that says what it does: the items of a menu. */
export function StepChoices({ onPick }: { onPick(kind: StepKind): void }) {
  return (
    <div className="w-[min(17rem,calc(100vw-2rem))] gap-1 md:w-[34rem] md:columns-2 lg:w-[51rem] lg:columns-3">
      {addableFamilies.map(({ family, title, kinds }) => (
        <Menu.Group key={family} className="break-inside-avoid pb-1.5">
          <Menu.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-soft">
            {title}
          </Menu.GroupLabel>
          {kinds.map((kind) => (
            <StepChoice key={kind} kind={kind} onPick={() => onPick(kind)} />
          ))}
        </Menu.Group>
      ))}
    </div>
  );
}

function StepChoice({ kind, onPick }: { kind: StepKind; onPick(): void }) {
  const { icon: Icon, name, purpose, tile } = stepKinds[kind];
  return (
    <Menu.Item label={name} onClick={onPick} className={cn(itemStyle, 'py-1.5')}>
      <span className={cn('grid size-8 shrink-0 place-items-center rounded-lg', tile)}>
        <Icon aria-hidden className="size-4" />
      </span>
      <span className="min-w-0">
        <span className="block text-sm font-medium">{name}</span>
        <span className="block text-xs text-ink-soft">{purpose}</span>
      </span>
    </Menu.Item>
  );
}
