import { Award } from 'lucide-react';
import { useState } from 'react';
import type { CourseProgress } from '@gradus/contracts';
import { useRecordCompletion } from '../../../api/courses.ts';
import { Card } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { CredentialBox } from './credential-box.tsx';

interface ProgressCardProps {
  progress: CourseProgress;
  credentialName: string;
}

/** How far, what is missing, and what it is all for. Stays in sight on wide screens. */
export function ProgressCard({ progress, credentialName }: ProgressCardProps) {
  const done = progress.modules.filter((module) => module.state === 'completed').length;
  return (
    <Card
      aria-label="Your progress"
      className="flex flex-col gap-5 p-6 lg:sticky lg:top-20 lg:col-start-2 lg:row-span-2 lg:row-start-1"
    >
      <div aria-live="polite">
        <p className="text-4xl font-semibold tracking-tight tabular-nums">{Math.round(progress.progress)}%</p>
        <p className="text-sm text-ink-soft">
          {done} of {progress.modules.length} weeks done
        </p>
      </div>
      <ProgressBar value={progress.progress} label="Your progress" hideLabel />
      {progress.credential ? (
        <CredentialBox credential={progress.credential} name={credentialName} />
      ) : (
        <Missing progress={progress} credentialName={credentialName} />
      )}
      <p className="border-t border-line pt-4 text-sm text-ink-soft">
        {progress.completedAt ? (
          <>
            Completed <Moment at={progress.completedAt} style="day" />
          </>
        ) : (
          <>
            Enrolled <Moment at={progress.enrolledAt} style="day" />
          </>
        )}
        . Times are {progress.timeZone.replaceAll('_', ' ')} time.
      </p>
    </Card>
  );
}

const FEW = 4;

function Missing({ progress, credentialName }: ProgressCardProps) {
  const [all, setAll] = useState(false);
  const complete = useRecordCompletion(progress.courseId);
  const shown = all ? progress.missing : progress.missing.slice(0, FEW);
  if (progress.missing.length === 0)
    return (
      <div className="flex flex-col gap-3">
        <p>All required work is done. Your certificate follows by itself.</p>
        {progress.state === 'active' && (
          <Button busy={complete.isPending} onClick={() => complete.mutate(undefined)}>
            Finish the course now
          </Button>
        )}
      </div>
    );
  return (
    <div className="flex flex-col gap-3">
      <h3 className="flex items-start gap-2 text-sm font-medium">
        <Award className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
        Still missing for “{credentialName}”
      </h3>
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-sm text-ink-soft marker:text-line-strong">
        {shown.map((line) => (
          <li key={`${line.code}:${line.text}`}>{line.text}</li>
        ))}
      </ul>
      {progress.missing.length > FEW && (
        <Button
          variant="link"
          size="sm"
          className="self-start"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show all ${progress.missing.length}`}
        </Button>
      )}
    </div>
  );
}
