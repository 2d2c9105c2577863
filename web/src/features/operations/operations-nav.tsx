import { Link } from '@tanstack/react-router';
import { ClipboardList, ListChecks, Search } from 'lucide-react';

const places = [
  { to: '/ops', label: 'Work list', icon: ListChecks },
  { to: '/ops/search', label: 'Find a person or run', icon: Search },
  { to: '/ops/audit', label: 'Audit log', icon: ClipboardList },
] as const;

export function OperationsNav() {
  return (
    <nav
      aria-label="Operations"
      className="-mx-1 flex gap-1 overflow-x-auto border-b border-line px-1 [scrollbar-width:none]"
    >
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true }}
          className="-mb-px flex h-10 items-center gap-2 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-ink-soft outline-offset-[-3px] hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          <Icon aria-hidden className="size-4" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
