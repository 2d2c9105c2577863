import { Outlet, useRouterState } from '@tanstack/react-router';
import { useRef } from 'react';
import { useMe } from '../../api/session.ts';
import { navigationOf } from './navigation.ts';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';

/** A bar on top; for those who have more to choose from than courses, a column at the left of wide screens. */
export function Shell() {
  const me = useMe();
  const groups = navigationOf(me?.role);
  const main = useRef<HTMLElement>(null);
  const roomy = groups.flatMap((group) => group.items).length > 2;
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <TopBar groups={groups} sidebar={roomy} />
      <div className="flex flex-1">
        {roomy && <Sidebar groups={groups} />}
        <main ref={main} id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      <RouteAnnouncer />
    </div>
  );
}

/** Tells screen readers that another page is shown now. */
function RouteAnnouncer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  return (
    <p className="sr-only" role="status" aria-live="polite" key={path}>
      {path ? document.title : ''}
    </p>
  );
}
