import type { TaskDecision, TaskItem } from '@gradus/contracts';
import { BellRing, ClipboardList, type LucideIcon, UserCheck } from 'lucide-react';

export const KINDS: Record<TaskItem['kind'], { name: string; icon: LucideIcon }> = {
  approval: { name: 'To decide', icon: UserCheck },
  todo: { name: 'To do', icon: ClipboardList },
  alert: { name: 'Alert', icon: BellRing },
};

/** The deed, as a verb, and what it is called afterwards. */
export const DECISIONS: Record<TaskDecision, { deed: string; done: string }> = {
  approved: { deed: 'Approve', done: 'Approved' },
  rejected: { deed: 'Reject', done: 'Rejected' },
  done: { deed: 'Done', done: 'Done' },
  notDone: { deed: 'Could not be done', done: 'Could not be done' },
  acknowledged: { deed: 'Acknowledge', done: 'Acknowledged' },
};

export const STATES: Record<Exclude<TaskItem['state'], 'open' | 'decided'>, string> = {
  overdue: 'Time was up',
  withdrawn: 'No longer needed',
};
