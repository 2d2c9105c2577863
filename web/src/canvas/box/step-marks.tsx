import { cn } from '../../ui/class-names.ts';
import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlus,
  Equal,
  Hourglass,
  LoaderCircle,
  LogOut,
  OctagonAlert,
  Pencil,
  Replace,
  TriangleAlert,
  Users,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { StepMark } from '../marks.ts';

type Counts = Extract<StepMark, { kind: 'counts' }>;
type Place = Extract<StepMark, { kind: 'place' }>;
type Heat = Extract<StepMark, { kind: 'heat' }>;
type Change = Extract<StepMark, { kind: 'change' }>;

/** The strip at the foot of a box: people at this step, or one learner's state here. */
export function StepMarks({ mark }: { mark: Counts | Place | Heat | Change }) {
  if (mark.kind === 'heat') return <HeatMark heat={mark} />;
  if (mark.kind === 'change') return <ChangeMark change={mark.change} />;
  return (
    <div className="flex h-7 shrink-0 items-center gap-3 overflow-hidden rounded-b-xl border-t border-line bg-sunken/60 px-3.5 text-xs tabular-nums">
      {mark.kind === 'counts' ? <CountMarks counts={mark} /> : <PlaceMark place={mark} />}
    </div>
  );
}

/** As warm as it is full beside the fullest; the number says it, too. */
function HeatMark({ heat: { people, through, warmth } }: { heat: Heat }) {
  return (
    <div className="relative flex h-7 shrink-0 items-center gap-3 overflow-hidden rounded-b-xl border-t border-line bg-surface px-3.5 text-xs tabular-nums">
      <span
        aria-hidden
        className="absolute inset-y-0 left-0 bg-warn-soft"
        style={{ width: `${Math.round(warmth * 100)}%` }}
      />
      <span className={cn('relative', people > 0 ? 'font-semibold text-ink' : 'text-ink-soft')}>
        {people > 0 ? `${people.toLocaleString('en')} here` : 'nobody here'}
      </span>
      <span className="relative ml-auto text-ink-soft">{through.toLocaleString('en')} ever</span>
    </div>
  );
}

const CHANGES: Record<Change['change'], { icon: LucideIcon; word: string; tone: string }> = {
  added: { icon: CirclePlus, word: 'New', tone: 'text-good font-semibold' },
  changed: { icon: Pencil, word: 'Changed', tone: 'text-warn font-semibold' },
  replaced: { icon: Replace, word: 'Another kind now', tone: 'text-warn font-semibold' },
  removed: { icon: CircleMinus, word: 'Taken out', tone: 'text-bad font-semibold' },
  same: { icon: Equal, word: 'As before', tone: 'text-ink-soft' },
};

function ChangeMark({ change }: Pick<Change, 'change'>) {
  const { icon: Icon, word, tone } = CHANGES[change];
  return (
    <div className="flex h-7 shrink-0 items-center gap-1.5 overflow-hidden rounded-b-xl border-t border-line bg-surface px-3.5 text-xs">
      <span className={cn('inline-flex items-center gap-1.5', tone)}>
        <Icon aria-hidden className="size-3.5" /> {word}
      </span>
    </div>
  );
}

function CountMarks({ counts }: { counts: Counts }) {
  const nobody = counts.waiting + counts.running + counts.blocked + counts.held + counts.through === 0;
  return (
    <>
      {!counts.conserved && <Unconserved why={counts.why ?? 'The numbers of this step do not add up.'} />}
      {nobody && <span className="text-ink-soft">nobody yet</span>}
      <Figure icon={Hourglass} value={counts.waiting} word="waiting" tone="text-ink" />
      <Figure icon={LoaderCircle} value={counts.running} word="running" tone="text-accent" />
      <Figure icon={OctagonAlert} value={counts.blocked} word="blocked" tone="text-bad font-semibold" />
      <Figure icon={CirclePause} value={counts.held} word="held" tone="text-warn" />
      <Figure icon={Users} value={counts.through} word="through" tone="text-ink-soft ml-auto" />
    </>
  );
}

/** Small and red, before the numbers that it is about: where there is no room, one of them is cut off. The box itself leads to why. */
function Unconserved({ why }: { why: string }) {
  return (
    <span
      title={why}
      className="inline-flex shrink-0 items-center gap-1 font-semibold whitespace-nowrap text-bad"
    >
      <TriangleAlert aria-hidden className="size-3.5" /> does not add up
      <span className="sr-only">. {why}</span>
    </span>
  );
}

interface FigureProps {
  icon: LucideIcon;
  value: number;
  word: string;
  tone: string;
}

function Figure({ icon: Icon, value, word, tone }: FigureProps) {
  if (value === 0) return null;
  return (
    <span className={cn('inline-flex items-center gap-1 whitespace-nowrap', tone)} title={`${value} ${word}`}>
      <Icon aria-hidden className="size-3.5" />
      {value} <span className="font-normal">{word}</span>
    </span>
  );
}

const PLACES: Record<Place['state'], { icon: LucideIcon; word: string; tone: string }> = {
  running: { icon: LoaderCircle, word: 'Working on it now', tone: 'text-accent font-medium' },
  waiting: { icon: Hourglass, word: 'Waiting here', tone: 'text-accent font-medium' },
  blocked: { icon: OctagonAlert, word: 'Blocked here', tone: 'text-bad font-semibold' },
  held: { icon: CirclePause, word: 'Held here', tone: 'text-warn font-medium' },
  left: { icon: CircleCheck, word: 'Passed', tone: 'text-ink-soft' },
  exited: { icon: LogOut, word: 'Left the journey here', tone: 'text-ink-soft' },
  never: { icon: CircleDashed, word: 'Not reached', tone: 'text-ink-soft' },
};

function PlaceMark({ place }: { place: Place }) {
  const { icon: Icon, word, tone } = PLACES[place.state];
  return (
    <span className={cn('inline-flex items-center gap-1.5', tone)}>
      <Icon aria-hidden className="size-3.5" />
      {word}
      {place.visits > 1 && <span className="font-normal text-ink-soft">· {place.visits} times</span>}
    </span>
  );
}
