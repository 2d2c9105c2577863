import type { ReactNode } from 'react';
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  Clock,
  FlaskConical,
  type LucideIcon,
  Play,
} from 'lucide-react';
import { cn } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad' | 'note';

export const toneStyle: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-soft',
  accent: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  note: 'bg-note-soft text-note',
};

interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}

/** A word with a colour and, when it is a status, an icon: never the colour alone. */
export function Badge({ tone = 'neutral', icon: Icon, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2.5 text-xs font-medium whitespace-nowrap',
        toneStyle[tone],
        className,
      )}
    >
      {Icon && <Icon className="size-3.5" aria-hidden />}
      {children}
    </span>
  );
}

const looks = {
  running: { tone: 'accent', icon: Play },
  waiting: { tone: 'note', icon: Clock },
  blocked: { tone: 'bad', icon: CircleAlert },
  held: { tone: 'warn', icon: CirclePause },
  done: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: Ban },
  idle: { tone: 'neutral', icon: CircleDashed },
} as const satisfies Record<string, { tone: Tone; icon: LucideIcon }>;

export type StatusLook = keyof typeof looks;

/** `<Status look="waiting">Waiting</Status>`. The word is the caller's. */
export function Status({
  look,
  children,
  className,
}: {
  look: StatusLook;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Badge {...looks[look]} {...(className ? { className } : {})}>
      {children}
    </Badge>
  );
}

/** Marks everything that a stand-in or a simulated learner made. */
export function SimulatedBadge({ children = 'Simulated' }: { children?: ReactNode }) {
  return (
    <Badge tone="warn" icon={FlaskConical}>
      {children}
    </Badge>
  );
}
