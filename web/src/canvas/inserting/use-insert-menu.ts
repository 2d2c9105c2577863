import { useCallback, useState } from 'react';
import type { Outlet } from '../canvas-context.ts';
import type { InsertRequest } from '../insert-menu.tsx';

/** Whether the menu of a drawing is open, and what for; `menu` is for the menu itself. */
export function useInsertMenu() {
  const [request, setRequest] = useState<InsertRequest | null>(null);
  const [open, setOpen] = useState(false);
  const ask = useCallback((next: InsertRequest) => {
    setRequest(next);
    setOpen(true);
  }, []);
  const openInsertMenu = useCallback((outlet: Outlet, anchor: HTMLElement) => ask({ outlet, anchor }), [ask]);
  return { ask, openInsertMenu, menu: { open, request, onClose: () => setOpen(false) } };
}
