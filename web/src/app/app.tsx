import type { ReactNode } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { currentSession, followOtherTabs, subscribeToSession, useMe } from '../api/session.ts';
import { Toaster } from '../ui/overlay/toast.tsx';
import { TooltipProvider } from '../ui/overlay/tooltip.tsx';
import { TimeReader } from '../ui/time/moment.tsx';
import { forgetEverything, queryClient } from './query-client.ts';
import { router } from './router.tsx';

followOtherTabs();
followThePerson();

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <ViewersZone>
          <RouterProvider router={router} />
          <Toaster />
        </ViewersZone>
      </TooltipProvider>
    </QueryClientProvider>
  );
}

const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function ViewersZone({ children }: { children: ReactNode }) {
  return <TimeReader zone={useMe()?.timeZone ?? browserZone}>{children}</TimeReader>;
}

/** What one person read is never shown to the next, and the guards of the page are asked again. */
function followThePerson(): void {
  let before = currentSession();
  subscribeToSession(() => {
    const after = currentSession();
    const known = before.status !== 'unknown';
    const changed = before.me?.id !== after.me?.id;
    before = after;
    if (!known || !changed) return;
    void forgetEverything(after.status === 'signed-in');
    void router.invalidate();
  });
}
