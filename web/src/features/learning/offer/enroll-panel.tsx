import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import {
  type CourseDetail,
  type CourseProgress,
  type EnrollmentStarted,
  isFree,
  sayPrice,
} from '@gradus/contracts';
import { useEnroll } from '../../../api/courses.ts';
import { useMe } from '../../../api/session.ts';
import { Card } from '../../../ui/card.tsx';
import { Button, buttonStyle } from '../../../ui/control/button.tsx';
import { hasPlace } from '../enrollment-words.ts';
import { PlaceNotReady } from './place-not-ready.tsx';

interface EnrollPanelProps {
  course: CourseDetail;
  progress: CourseProgress | null;
  payment: 'success' | 'cancelled' | undefined;
}

export function EnrollPanel({ course, progress, payment }: EnrollPanelProps) {
  const me = useMe();
  const enroll = useEnroll(course.id);
  useResetOnReturn(enroll.reset);
  // By the promise: this panel may be taken away for a moment while the page reads what has changed.
  const begin = () => void enroll.mutateAsync().then(goToCheckout, () => undefined);
  const waits = me !== null && hasPlace(progress?.state ?? course.enrollment?.state);
  return (
    <Card aria-label="Enrol" className="flex flex-col gap-4 p-6 max-lg:order-first lg:sticky lg:top-20">
      <p className="text-3xl font-semibold tracking-tight tabular-nums">{sayPrice(course.price)}</p>
      {waits ? (
        <PlaceNotReady
          progress={progress}
          payment={payment}
          busy={enroll.isPending || enroll.data?.checkoutUrl !== undefined}
          askedToPay={enroll.data !== undefined}
          onPay={begin}
        />
      ) : me ? (
        <Offer course={course} busy={enroll.isPending} onEnroll={begin} />
      ) : (
        <Visitor courseId={course.id} />
      )}
    </Card>
  );
}

/** Back from the checkout by the browser's own button: the page is shown as it was left, still busy. */
function useResetOnReturn(reset: () => void): void {
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => event.persisted && reset();
    window.addEventListener('pageshow', shown);
    return () => window.removeEventListener('pageshow', shown);
  }, [reset]);
}

function goToCheckout(started: EnrollmentStarted): void {
  if (started.checkoutUrl) window.location.assign(started.checkoutUrl);
}

function Offer({ course, busy, onEnroll }: { course: CourseDetail; busy: boolean; onEnroll(): void }) {
  const free = isFree(course.price);
  const ended = course.enrollment !== null;
  return (
    <>
      {ended && <p className="text-ink-soft">You were in this course before. You are welcome back.</p>}
      <Button variant="primary" size="lg" busy={busy} onClick={onEnroll}>
        {free ? 'Enrol now' : 'Enrol and pay'}
      </Button>
      <p className="text-sm text-ink-soft">
        {free
          ? 'Week 1 opens at once. The other weeks have their dates, and you see every one of them.'
          : 'You pay on the next page. Week 1 opens as soon as the payment has arrived.'}
      </p>
    </>
  );
}

function Visitor({ courseId }: { courseId: string }) {
  const next = `/courses/${courseId}`;
  return (
    <>
      <Link to="/register" search={{ next }} className={buttonStyle({ variant: 'primary', size: 'lg' })}>
        Create an account
      </Link>
      <Link to="/sign-in" search={{ next }} className={buttonStyle()}>
        Sign in
      </Link>
      <p className="text-sm text-ink-soft">You need an account to enrol. It takes a minute.</p>
    </>
  );
}
