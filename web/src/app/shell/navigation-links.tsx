import { Link, useLocation } from '@tanstack/react-router';
import { TaskBadge } from '../../features/tasks/task-badge.tsx';
import { cn } from '../../ui/class-names.ts';
import { type NavigationGroup, sectionOf } from './navigation.ts';

interface NavigationLinksProps {
  groups: NavigationGroup[];
  row?: boolean;
  onNavigate?(): void;
}

export function NavigationLinks({ groups, row = false, onNavigate }: NavigationLinksProps) {
  const titles = groups.length > 1 && !row;
  const here = sectionOf(useLocation().pathname, groups);
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
                  activeOptions={{ exact: true }}
                  aria-current={item.to === here ? 'true' : undefined}
                  className={cn(
                    'flex h-9 items-center gap-2.5 rounded-md px-3 text-sm font-medium transition-colors',
                    item.to === here
                      ? 'bg-accent-soft text-accent'
                      : 'text-ink-soft hover:bg-sunken hover:text-ink',
                  )}
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
