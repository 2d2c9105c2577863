import { Link } from '@tanstack/react-router';
import { TaskBadge } from '../../features/tasks/task-badge.tsx';
import { cn } from '../../ui/class-names.ts';
import type { NavigationGroup } from './navigation.ts';

interface NavigationLinksProps {
  groups: NavigationGroup[];
  row?: boolean;
  onNavigate?(): void;
}

export function NavigationLinks({ groups, row = false, onNavigate }: NavigationLinksProps) {
  const titles = groups.length > 1 && !row;
  return (
    <div className={cn('flex', row ? 'gap-1' : 'flex-col gap-5')}>
      {groups.map((group) => (
        <div key={group.title}>
          {titles && <h2 className="px-3 pb-1.5 text-xs font-medium text-ink-soft">{group.title}</h2>}
          <ul className={cn('flex', row ? 'gap-1' : 'flex-col gap-0.5')}>
            {group.items.map((item) => (
              <li key={item.to}>
                <Link
                  to={item.to}
                  onClick={onNavigate}
                  activeOptions={{ exact: hasPagesBelow(item.to, groups) }}
                  activeProps={{ className: 'bg-accent-soft text-accent' }}
                  inactiveProps={{ className: 'text-ink-soft hover:bg-sunken hover:text-ink' }}
                  className="flex h-9 items-center gap-2.5 rounded-md px-3 text-sm font-medium transition-colors"
                >
                  <item.icon className="size-4.5 shrink-0" aria-hidden />
                  {item.label}
                  {item.counts === 'tasks' && <TaskBadge />}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** "/teach" is not where we are when "/teach/review" has an entry of its own and is. */
function hasPagesBelow(to: string, groups: NavigationGroup[]): boolean {
  return groups.some((group) => group.items.some((item) => item.to.startsWith(`${to}/`)));
}
