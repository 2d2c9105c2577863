import type { ReactNode } from 'react';
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { cn } from '../class-names.ts';
import { buttonStyle } from '../control/button.tsx';

const manager = Toast.createToastManager();

interface Notice {
  title: string;
  detail?: string;
}

/** A word in the corner, from anywhere. What went wrong stays until it is read. */
export const notify = {
  good: ({ title, detail }: Notice) =>
    manager.add({ type: 'good', title, description: detail, timeout: 5_000 }),
  note: ({ title, detail }: Notice) =>
    manager.add({ type: 'note', title, description: detail, timeout: 7_000 }),
  bad: ({ title, detail }: Notice) =>
    manager.add({ type: 'bad', title, description: detail, timeout: 12_000, priority: 'high' }),
};

const icons: Record<string, ReactNode> = {
  good: <CircleCheck className="text-good" aria-hidden />,
  note: <Info className="text-note" aria-hidden />,
  bad: <CircleAlert className="text-bad" aria-hidden />,
};

export function Toaster() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-60 mx-auto flex w-auto flex-col-reverse gap-2 outline-none sm:right-6 sm:bottom-6 sm:left-auto sm:w-92">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['right', 'down']}
      className="rounded-lg border border-line bg-surface shadow-high transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-3 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-3 p-4 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0">
        {icons[toast.type ?? 'note']}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium" />
          <Toast.Description className="text-sm text-ink-soft" />
        </div>
        <Toast.Close
          aria-label="Dismiss"
          className={cn(buttonStyle({ variant: 'quiet', size: 'icon-sm' }), '-my-1 -mr-1.5 text-ink-soft')}
        >
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
