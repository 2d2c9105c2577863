import { Link } from '@tanstack/react-router';
import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { usePublicSettings } from '../../api/identity.ts';
import { useSession } from '../../api/session.ts';
import { NoticeBell } from '../../features/notices/notice-bell.tsx';
import { cn } from '../../ui/class-names.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { Sheet } from '../../ui/overlay/sheet.tsx';
import { AccountMenu } from './account-menu.tsx';
import { DemoBadge } from './demo-badge.tsx';
import { LiveHint } from './live-hint.tsx';
import { Logo } from './logo.tsx';
import { NavigationLinks } from './navigation-links.tsx';
import type { NavigationGroup } from './navigation.ts';

interface TopBarProps {
  groups: NavigationGroup[];
  /** The column at the left has the links on wide screens. */
  sidebar: boolean;
}

export function TopBar({ groups, sidebar }: TopBarProps) {
  const [open, setOpen] = useState(false);
  const school = usePublicSettings()?.organizationName;
  const session = useSession();
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface/92 px-3 backdrop-blur-sm sm:px-5">
      <Button
        variant="quiet"
        size="icon"
        aria-label="Open the menu"
        className={cn('-ml-1', sidebar ? 'lg:hidden' : 'sm:hidden')}
        onClick={() => setOpen(true)}
      >
        <MenuIcon aria-hidden />
      </Button>
      <Link to="/" className="flex min-w-0 items-center gap-2.5 rounded-md px-1 py-1">
        <Logo />
        <span className="truncate font-semibold tracking-tight">{school ?? 'Gradus'}</span>
      </Link>
      {!sidebar && (
        <nav aria-label="Main" className="ml-4 hidden sm:block">
          <NavigationLinks groups={groups} row />
        </nav>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-2">
        <LiveHint />
        <DemoBadge />
        {session.status === 'signed-out' && (
          <Link
            to="/sign-in"
            search={{ next: undefined }}
            className={buttonStyle({ variant: 'primary', size: 'sm' })}
          >
            Sign in
          </Link>
        )}
        {session.status === 'signed-in' && <NoticeBell />}
        <AccountMenu />
      </div>
      <Sheet open={open} onOpenChange={setOpen} side="left" title={school ?? 'Gradus'} className="w-72">
        <nav aria-label="Main">
          <NavigationLinks groups={groups} onNavigate={() => setOpen(false)} />
        </nav>
      </Sheet>
    </header>
  );
}
