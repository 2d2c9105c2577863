import { CalendarClock, CircleCheck, CircleDot, Lock, type LucideIcon } from 'lucide-react';
import type { LearnerModule } from '@gradus/contracts';
import type { StatusLook, Tone } from '../../../ui/status.tsx';

export const weekLooks: Record<LearnerModule['state'], { word: string; icon: LucideIcon; tone: Tone }> = {
  completed: { word: 'Done', icon: CircleCheck, tone: 'good' },
  open: { word: 'Open', icon: CircleDot, tone: 'accent' },
  scheduled: { word: 'Scheduled', icon: CalendarClock, tone: 'note' },
  locked: { word: 'Locked', icon: Lock, tone: 'neutral' },
};

type WorkState = NonNullable<LearnerModule['assessment']>['state'];

export const workWords: Record<WorkState, { word: string; look: StatusLook }> = {
  none: { word: 'Not started', look: 'idle' },
  draft: { word: 'Draft saved', look: 'idle' },
  submitted: { word: 'Handed in', look: 'waiting' },
  grading: { word: 'Being graded', look: 'waiting' },
  in_review: { word: 'With your instructor', look: 'waiting' },
  passed: { word: 'Passed', look: 'done' },
  failed: { word: 'Not passed', look: 'failed' },
};
