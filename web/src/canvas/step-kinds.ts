import type { StepKind } from '@gradus/flow';
import {
  Award,
  BellRing,
  CalendarClock,
  Banknote,
  ClipboardCheck,
  CornerDownRight,
  CreditCard,
  Gift,
  RefreshCcw,
  ShieldOff,
  ClipboardList,
  FileX,
  Flag,
  Funnel,
  GitBranch,
  GraduationCap,
  Hourglass,
  ListRestart,
  LockKeyhole,
  LockOpen,
  LogOut,
  Mail,
  Merge,
  PenLine,
  Play,
  Repeat,
  Shuffle,
  Split,
  Target,
  Tag,
  UserCheck,
  UserPen,
  Webhook,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

/** What the menu that adds a step has together, in the order in which it shows them. */
export const stepFamilies = {
  time: 'Weeks and time',
  reach: 'Messages and notes',
  ways: 'Which way on',
  work: 'Work and certificates',
  team: 'People of the school',
  money: 'Money and access',
};

export interface StepKindLook {
  icon: LucideIcon;
  name: string;
  /** One line for the menu that adds a step. */
  purpose: string;
  /** Classes of the icon's tile: kinds of one family look alike. Never the hues that mean a state. */
  tile: string;
  family: keyof typeof stepFamilies;
}

/** How each kind of step looks. A new kind does not compile until it is here. */
export const stepKinds = {
  trigger: {
    icon: Play,
    name: 'Start',
    purpose: 'What brings a learner in',
    tile: 'bg-sunken text-ink',
    family: 'time',
  },
  release: {
    icon: LockOpen,
    name: 'Open a week',
    purpose: 'Unlocks a module, on a day you choose',
    tile: 'bg-accent-soft text-accent',
    family: 'time',
  },
  relock: {
    icon: LockKeyhole,
    name: 'Close a week again',
    purpose: 'Locks a module that was open; what was done is kept',
    tile: 'bg-accent-soft text-accent',
    family: 'time',
  },
  wait: {
    icon: Hourglass,
    name: 'Wait',
    purpose: 'For some days, a weekday, or a date of the course',
    tile: 'bg-sunken text-ink-soft',
    family: 'time',
  },
  waitFor: {
    icon: CalendarClock,
    name: 'Wait for something',
    purpose: 'Until work is done, with a time limit',
    tile: 'bg-sunken text-ink-soft',
    family: 'time',
  },
  branch: {
    icon: GitBranch,
    name: 'Branch',
    purpose: 'Goes different ways by condition',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  split: {
    icon: Shuffle,
    name: 'Split by share',
    purpose: 'Some go one way, some another, by chance',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  filter: {
    icon: Funnel,
    name: 'Filter',
    purpose: 'Only some go on',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  goTo: {
    icon: Repeat,
    name: 'Go back',
    purpose: 'To an earlier step, a number of times',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  goal: {
    icon: Target,
    name: 'Goal',
    purpose: 'Reached from anywhere, as soon as it is true',
    tile: 'bg-good-soft text-good',
    family: 'ways',
  },
  parallel: {
    icon: Split,
    name: 'Side by side',
    purpose: 'Goes several ways at the same time',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  forEachModule: {
    icon: ListRestart,
    name: 'For each week',
    purpose: 'The same steps for every week, one after another',
    tile: 'bg-sunken text-ink',
    family: 'time',
  },
  join: {
    icon: Merge,
    name: 'Together again',
    purpose: 'Waits for ways that run side by side',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  message: {
    icon: Mail,
    name: 'Send a message',
    purpose: 'By mail, in-app, or both; never holds the learner back',
    tile: 'bg-note-soft text-note',
    family: 'reach',
  },
  assess: {
    icon: ClipboardCheck,
    name: 'Gate on a grade',
    purpose: 'Waits for graded work before going on',
    tile: 'bg-accent-soft text-accent',
    family: 'work',
  },
  grade: {
    icon: GraduationCap,
    name: 'Grade the work',
    purpose: 'Has what was handed in graded, and waits for the grade',
    tile: 'bg-accent-soft text-accent',
    family: 'work',
  },
  certify: {
    icon: Award,
    name: 'Issue the certificate',
    purpose: 'Signs and delivers the credential',
    tile: 'bg-good-soft text-good',
    family: 'work',
  },
  revoke: {
    icon: FileX,
    name: 'Revoke the certificate',
    purpose: 'Takes it back; whoever checks it sees when and why',
    tile: 'bg-good-soft text-good',
    family: 'work',
  },
  exit: {
    icon: LogOut,
    name: 'Take out',
    purpose: 'The learner leaves, wherever else they stand',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  tag: {
    icon: Tag,
    name: 'Tag the person',
    purpose: 'Puts a tag on, or takes one off',
    tile: 'bg-note-soft text-note',
    family: 'reach',
  },
  setField: {
    icon: UserPen,
    name: 'Set a field',
    purpose: 'Notes something about the person',
    tile: 'bg-note-soft text-note',
    family: 'reach',
  },
  webhook: {
    icon: Webhook,
    name: 'Call another system',
    purpose: 'Tells it, signed, and keeps its answer',
    tile: 'bg-note-soft text-note',
    family: 'reach',
  },
  callAutomation: {
    icon: CornerDownRight,
    name: 'Call an automation',
    purpose: 'Another automation for the same learner; waits for its end, or not',
    tile: 'bg-sunken text-ink',
    family: 'ways',
  },
  generate: {
    icon: PenLine,
    name: 'Write a text',
    purpose: 'By AI, for each learner; a person reads it first',
    tile: 'bg-note-soft text-note',
    family: 'reach',
  },
  charge: {
    icon: CreditCard,
    name: 'Take a payment',
    purpose: 'By the card the person has saved',
    tile: 'bg-note-soft text-note',
    family: 'money',
  },
  subscribe: {
    icon: RefreshCcw,
    name: 'Begin a subscription',
    purpose: 'Paid again and again, by the saved card or on the provider’s page',
    tile: 'bg-note-soft text-note',
    family: 'money',
  },
  refund: {
    icon: Banknote,
    name: 'Give money back',
    purpose: 'All of a payment, or a part of it',
    tile: 'bg-note-soft text-note',
    family: 'money',
  },
  grant: {
    icon: Gift,
    name: 'Give a course',
    purpose: 'A place in a course, without payment',
    tile: 'bg-accent-soft text-accent',
    family: 'money',
  },
  endEntitlement: {
    icon: ShieldOff,
    name: 'End the access',
    purpose: 'The right to the course ends; what was done is kept',
    tile: 'bg-accent-soft text-accent',
    family: 'money',
  },
  approve: {
    icon: UserCheck,
    name: 'Ask for approval',
    purpose: 'Somebody of the school decides; the learner waits',
    tile: 'bg-note-soft text-note',
    family: 'team',
  },
  task: {
    icon: ClipboardList,
    name: 'Give a task',
    purpose: 'Somebody calls, writes, or sees to something',
    tile: 'bg-note-soft text-note',
    family: 'team',
  },
  alert: {
    icon: BellRing,
    name: 'Raise an alert',
    purpose: 'Tells somebody, and the next if nobody takes notice',
    tile: 'bg-note-soft text-note',
    family: 'team',
  },
  end: { icon: Flag, name: 'End', purpose: 'The way ends here', tile: 'bg-sunken text-ink', family: 'ways' },
} satisfies Record<StepKind, StepKindLook>;

/** What can be added: an automation has exactly one start. */
export const addableKinds = (Object.keys(stepKinds) as StepKind[]).filter((kind) => kind !== 'trigger');

/** The same, family by family. */
export const addableFamilies = Object.entries(stepFamilies).map(([family, title]) => ({
  family,
  title,
  kinds: addableKinds.filter((kind) => stepKinds[kind].family === family),
}));
