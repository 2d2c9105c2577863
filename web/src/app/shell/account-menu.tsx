import { Link, useNavigate } from '@tanstack/react-router';
import { LogOut, Monitor, Moon, Receipt, Settings, Sun } from 'lucide-react';
import type { Role } from '@gradus/contracts';
import { signOut, useMe } from '../../api/session.ts';
import { Button } from '../../ui/control/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../ui/overlay/menu.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { SimulatedBadge } from '../../ui/status.tsx';
import { chooseTheme, useThemeChoice } from './theme.ts';

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

const roles: Record<Role, string> = {
  learner: 'Learner',
  instructor: 'Instructor',
  ops: 'Operations',
  admin: 'School owner',
};

export function AccountMenu() {
  const me = useMe();
  const theme = useThemeChoice();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut().catch(() =>
      notify.note({
        title: 'You are signed out here',
        detail: 'We could not tell the server; it will notice by itself.',
      }),
    );
    await navigate({ to: '/sign-in', search: { next: undefined } });
  };
  return (
    <Menu trigger={me ? <Avatar name={me.name} /> : <ThemeButton />}>
      {me && (
        <div className="flex flex-col gap-1 border-b border-line px-2.5 pt-1.5 pb-2.5">
          <span className="font-medium">{me.name}</span>
          <span className="text-sm text-ink-soft">{me.email}</span>
          <span className="flex flex-wrap gap-1.5 pt-1 text-xs text-ink-soft">
            {roles[me.role]}
            {me.simulated && <SimulatedBadge />}
          </span>
        </div>
      )}
      {me && (
        <MenuItem icon={<Settings aria-hidden />} as={<Link to="/account" />}>
          Account settings
        </MenuItem>
      )}
      {me && (
        <MenuItem
          icon={<Receipt aria-hidden />}
          as={<Link to="/payments" search={{ subscribed: undefined }} />}
        >
          Payments
        </MenuItem>
      )}
      <MenuChoice label="Appearance" value={theme} onChange={chooseTheme} choices={themes} />
      {me && (
        <>
          <MenuSeparator />
          <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void leave()}>
            Sign out
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function ThemeButton(props: object) {
  return (
    <Button variant="quiet" size="icon" aria-label="Appearance" {...props}>
      <Sun className="dark:hidden" aria-hidden />
      <Moon className="hidden dark:block" aria-hidden />
    </Button>
  );
}

function Avatar({ name, ...rest }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('');
  return (
    <Button
      variant="quiet"
      aria-label={`Account of ${name}`}
      className="size-9 rounded-full bg-accent-soft p-0 text-[0.8125rem] font-semibold text-accent uppercase"
      {...rest}
    >
      {initials}
    </Button>
  );
}
