import {
  ClipboardCheck,
  ClipboardList,
  GraduationCap,
  ListChecks,
  ListTodo,
  Plug,
  Receipt,
  UserSearch,
  UsersRound,
  Workflow,
} from 'lucide-react';
import type { NavigationGroup } from './navigation.ts';

/** Pages for instructors, ops and admins, in the order of the navigation. The first one of a role is its home. */
export const staffNavigation: readonly NavigationGroup[] = [
  {
    title: 'Teach',
    items: [
      { to: '/teach', label: 'My courses', icon: GraduationCap, roles: ['instructor', 'admin'] },
      { to: '/teach/review', label: 'Review queue', icon: ClipboardCheck, roles: ['instructor', 'admin'] },
      { to: '/tasks', label: 'Tasks', icon: ListTodo, roles: ['instructor', 'admin'], counts: 'tasks' },
      { to: '/automations', label: 'Automations', icon: Workflow, roles: ['instructor', 'admin'] },
      { to: '/segments', label: 'Segments', icon: UsersRound, roles: ['instructor', 'admin'] },
      { to: '/connections', label: 'Connections', icon: Plug, roles: ['instructor', 'admin'] },
    ],
  },
  {
    title: 'Operate',
    items: [
      { to: '/ops', label: 'Work list', icon: ListChecks, roles: ['ops', 'admin'] },
      { to: '/tasks', label: 'Tasks', icon: ListTodo, roles: ['ops'], counts: 'tasks' },
      { to: '/ops/search', label: 'Find', icon: UserSearch, roles: ['instructor', 'ops', 'admin'] },
      { to: '/ops/payments', label: 'Payments', icon: Receipt, roles: ['ops', 'admin'] },
      { to: '/ops/audit', label: 'Audit log', icon: ClipboardList, roles: ['ops', 'admin'] },
      { to: '/automations', label: 'Automations', icon: Workflow, roles: ['ops'] },
      { to: '/segments', label: 'Segments', icon: UsersRound, roles: ['ops'] },
      { to: '/connections', label: 'Connections', icon: Plug, roles: ['ops'] },
    ],
  },
];
