import { Menu } from '@base-ui/react/menu';
import type { StepKind } from '@gradus/flow';
import { cn } from '../ui/class-names.ts';
import { itemStyle, popupStyle } from '../ui/overlay/popup-style.ts';
import type { Outlet } from './canvas-context.ts';
import { addableKinds, stepKinds } from './step-kinds.ts';

export interface InsertRequest {
  outlet: Outlet;
  anchor: Element;
}

interface InsertMenuProps {
  request: InsertRequest | null;
  onClose(): void;
  onPick(kind: StepKind, outlet: Outlet): void;
}

/** One menu for every plus on the canvas, opened at the plus that was pressed; arrow keys and letters choose. */
export function InsertMenu({ request, onClose, onPick }: InsertMenuProps) {
  return (
    <Menu.Root open={request !== null} onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={request?.anchor ?? null}
          side="right"
          align="center"
          sideOffset={10}
          className="z-50"
        >
          <Menu.Popup
            aria-label="Which step?"
            finalFocus={() => (request?.anchor instanceof HTMLElement ? request.anchor : true)}
            className={cn(popupStyle, 'max-h-(--available-height) w-72 overflow-y-auto')}
          >
            {addableKinds.map((kind) => (
              <InsertItem key={kind} kind={kind} onPick={() => request && onPick(kind, request.outlet)} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function InsertItem({ kind, onPick }: { kind: StepKind; onPick(): void }) {
  const { icon: Icon, name, purpose, tile } = stepKinds[kind];
  return (
    <Menu.Item label={name} onClick={onPick} className={itemStyle}>
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
