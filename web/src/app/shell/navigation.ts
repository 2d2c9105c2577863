import { BookOpen, type LucideIcon } from 'lucide-react';
import type { Role } from '@gradus/contracts';
import { staffNavigation } from './staff-navigation.ts';

export interface NavigationItem {
  to: string;
  label: string;
  icon: LucideIcon;
  /** Only for these roles; for everybody when left out. */
  roles?: readonly Role[];
  /** Says beside it how much is open. */
  counts?: 'tasks';
}

export interface NavigationGroup {
  title: string;
  items: readonly NavigationItem[];
}

const learning: NavigationGroup = {
  title: 'Learn',
  items: [{ to: '/courses', label: 'Courses', icon: BookOpen }],
};

/** What a person of this role finds in the navigation, without empty groups. */
export function navigationOf(role: Role | undefined): NavigationGroup[] {
  return [learning, ...staffNavigation]
    .map((group) => ({ ...group, items: group.items.filter((item) => admits(item, role)) }))
    .filter((group) => group.items.length > 0);
}

/** Pages that are reached from another section than their address says. */
const BELONGS: Record<string, string> = { runs: '/automations', people: '/ops/search' };

/** The entry that a page belongs to: the one that says most of its address. Null: none does. */
export function sectionOf(pathname: string, groups: readonly NavigationGroup[]): string | null {
  const page = BELONGS[pathname.split('/')[1] ?? ''] ?? pathname;
  const entries = groups.flatMap(({ items }) => items.map(({ to }) => to));
  const above = entries.filter((to) => page === to || page.startsWith(`${to}/`));
  return above.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** Where a person of this role begins: the first page that is particularly theirs. */
export function homeOf(role: Role | undefined): string {
  const own = staffNavigation
    .flatMap((group) => group.items)
    .find((item) => item.roles && admits(item, role));
  return own?.to ?? '/courses';
}

function admits(item: NavigationItem, role: Role | undefined): boolean {
  return !item.roles || (role !== undefined && item.roles.includes(role));
}
