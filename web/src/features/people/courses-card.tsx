import type { PersonDetail } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { EnrollmentStatus } from '../../enrollments/enrollment-status.tsx';
import { JourneyLink } from '../../enrollments/journey-link.tsx';
import { SeatMenu } from '../../enrollments/seat-menu.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table.tsx';

type Place = PersonDetail['courses'][number];

/** The person's places in courses, and what can be done about each. */
export function CoursesCard({ person }: { person: PersonDetail }) {
  if (person.courses.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Courses" />
      <Table
        caption={`Courses of ${person.name}`}
        columns={[...columns, moreColumn(person)]}
        rows={person.courses}
        rowKey={(place) => place.enrollmentId}
      />
    </Card>
  );
}

const moreColumn = ({ id: userId, name }: PersonDetail): Column<Place> => ({
  key: 'more',
  title: <span className="sr-only">More</span>,
  align: 'right',
  cell: (place) => <SeatMenu seat={{ ...place, userId, name: `${name} in ${place.courseTitle}` }} />,
});

const columns: Column<Place>[] = [
  {
    key: 'course',
    title: 'Course',
    cell: (place) => <p className="min-w-40 font-medium break-words">{place.courseTitle}</p>,
  },
  { key: 'state', title: 'State', cell: (place) => <EnrollmentStatus state={place.state} /> },
  {
    key: 'progress',
    title: 'Progress',
    className: 'tabular-nums',
    cell: (place) => `${Math.round(place.progress)} %`,
  },
  {
    key: 'certificate',
    title: 'Certificate',
    wide: true,
    cell: ({ certificate }) => <CertificateOf certificate={certificate} />,
  },
  {
    key: 'run',
    title: <span className="sr-only">Run</span>,
    align: 'right',
    cell: (place) => <JourneyLink runId={place.runId} which={`in ${place.courseTitle}`} />,
  },
];

const WORDS = {
  issuing: 'Being issued',
  issued: 'Issued',
  failed: 'Could not be issued',
  revoked: 'Revoked',
};

function CertificateOf({ certificate }: Pick<Place, 'certificate'>) {
  if (certificate === null) return <span className="text-ink-soft">None yet</span>;
  const word = WORDS[certificate.state];
  if (certificate.state !== 'issued' && certificate.state !== 'revoked') return word;
  return (
    <Link
      to="/credentials/$credentialId"
      params={{ credentialId: certificate.id }}
      aria-label={`${word}: see the certificate`}
      className="text-accent hover:underline"
    >
      {word}
    </Link>
  );
}
