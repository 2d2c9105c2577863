import { type ReactNode, useEffect } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { currentSession, followOtherTabs, subscribeToSession, useMe } from '../api/session.ts';
import { Toaster } from '../ui/overlay/toast.tsx';
import { TooltipProvider } from '../ui/overlay/tooltip.tsx';
import { TimeReader } from '../ui/time/moment.tsx';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';

followOtherTabs();
forgetOnChangeOfPerson();

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
  const me = useMe();
  const person = me?.id;
  useEffect(() => {
    void router.invalidate();
  }, [person]);
  return <TimeReader zone={me?.timeZone ?? browserZone}>{children}</TimeReader>;
}

/** What one person read is never shown to the next. */
function forgetOnChangeOfPerson(): void {
  let person = currentSession().me?.id;
  subscribeToSession(() => {
    const next = currentSession().me?.id;
    if (person !== undefined && next !== person) queryClient.clear();
    person = next;
  });
}
