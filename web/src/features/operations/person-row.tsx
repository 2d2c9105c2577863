import type { PersonSummary } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { enrollmentWord } from '../../enrollments/enrollment-words.ts';
import { Badge, SimulatedBadge } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';

interface PersonRowProps {
  person: PersonSummary;
  /** Why a run stands where it stands, by its id, as far as that is known already. */
  why: ReadonlyMap<string, string>;
}

export function PersonRow({ person, why }: PersonRowProps) {
  return (
    <li className="flex flex-col gap-3 px-5 py-4 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link to="/people/$userId" params={{ userId: person.id }} className="font-medium hover:underline">
          {person.name}
        </Link>
        <Badge>{person.role}</Badge>
        {person.simulated && <SimulatedBadge />}
        <p className="w-full text-sm break-words text-ink-soft">
          {person.email} · here since <Moment at={person.createdAt} style="day" />
        </p>
      </div>
      {person.enrollments.length > 0 && (
        <ul className="flex flex-col gap-1.5 text-sm">
          {person.enrollments.map((enrollment) => (
            <li key={enrollment.id} className="flex flex-wrap items-center justify-between gap-x-4">
              <span>
                {enrollment.courseTitle}{' '}
                <span className="text-ink-soft">· {enrollmentWord(enrollment.state)}</span>
              </span>
              <span className="flex items-center gap-3 tabular-nums">
                {Math.round(enrollment.progress)} %
                {enrollment.runId && (
                  <Link
                    to="/runs/$runId"
                    params={{ runId: enrollment.runId }}
                    className="inline-flex items-center gap-1 font-medium text-accent hover:underline"
                  >
                    Open run <ArrowUpRight aria-hidden className="size-3.5" />
                  </Link>
                )}
              </span>
              <p className="w-full text-ink-soft">
                {enrollment.runId
                  ? why.get(enrollment.runId)
                  : enrollment.state === 'pending' && 'Has a seat; the payment is still missing.'}
              </p>
            </li>
          ))}
        </ul>
      )}
      {person.messages.length > 0 && <Mails messages={person.messages} />}
    </li>
  );
}

const MAIL_WORDS: Record<string, string> = {
  planned: 'on its way',
  claimed: 'being sent',
  done: 'delivered',
  refused: 'not delivered',
  unknown: 'nobody knows whether it arrived',
  cancelled: 'called off',
};

function Mails({ messages }: Pick<PersonSummary, 'messages'>) {
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-soft hover:text-ink">
        {messages.length === 1 ? '1 mail' : `${messages.length} latest mails`}
      </summary>
      <ul className="mt-2 flex flex-col gap-2 border-l-2 border-line pl-3">
        {messages.map((mail) => (
          <li key={mail.id}>
            <p>
              {mail.subject} <span className="text-ink-soft">· {MAIL_WORDS[mail.state] ?? mail.state}</span>
            </p>
            <p className="text-ink-soft">
              <Moment at={mail.at} />
              {mail.lastError && <span className="text-bad"> · {mail.lastError}</span>}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
