import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ProblemError } from '../../../api/problem.ts';
import { Card } from '../../../ui/card.tsx';
import { buttonStyle } from '../../../ui/control/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Page } from '../../../ui/page.tsx';
import { Moment } from '../../../ui/time/moment.tsx';

/** The week is not open yet: when, why, and where to look meanwhile. */
export function LockedLesson({ courseId, problem }: { courseId: string; problem: ProblemError }) {
  const unlockAt = problem.data['unlockAt'];
  return (
    <Page width="reading" title="Not open yet">
      <Card>
        <EmptyState
          icon={Lock}
          title="This week is not open yet"
          action={
            <Link
              to="/courses/$courseId"
              params={{ courseId }}
              search={{ payment: undefined }}
              className={buttonStyle({ variant: 'primary' })}
            >
              Back to the course
            </Link>
          }
        >
          <p>{problem.message}</p>
          {typeof unlockAt === 'string' && (
            <p className="mt-2 text-ink">
              It opens <Moment at={unlockAt} distance="beside" />.
            </p>
          )}
        </EmptyState>
      </Card>
    </Page>
  );
}
