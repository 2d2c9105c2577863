import type { NavigationGroup } from './navigation.ts';
import { NavigationLinks } from './navigation-links.tsx';

export function Sidebar({ groups }: { groups: NavigationGroup[] }) {
  return (
    <nav
      aria-label="Main"
      className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-56 shrink-0 overflow-y-auto border-r border-line bg-surface px-3 py-5 lg:block"
    >
      <NavigationLinks groups={groups} />
    </nav>
  );
}
