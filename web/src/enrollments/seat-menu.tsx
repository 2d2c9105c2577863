import type { EnrollmentState, Role } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { Ellipsis, FileX, NotebookPen, RotateCcw, UserX } from 'lucide-react';
import { useState } from 'react';
import { useMe } from '../api/session.ts';
import { Button } from '../ui/control/button.tsx';
import { Menu, MenuItem } from '../ui/overlay/menu.tsx';
import { AllowAttemptDialog } from './allow-attempt-dialog.tsx';
import { EndAccessDialog } from './end-access-dialog.tsx';
import { RevokeCertificateDialog } from './revoke-certificate-dialog.tsx';
import type { LearnerSeat } from './seat.ts';

type Deed = 'attempt' | 'revoke' | 'end';

const WITH_ACCESS: readonly EnrollmentState[] = ['active', 'paused', 'completed'];
const DIALOGS = { attempt: AllowAttemptDialog, revoke: RevokeCertificateDialog, end: EndAccessDialog };

const isTeacher = (role: Role | undefined) => role === 'instructor' || role === 'admin';

/** What somebody of the school may do about a place as it stands. */
function deedsFor({ state, certificate }: LearnerSeat, role: Role | undefined): Deed[] {
  const deeds: Deed[] = [];
  if (state === 'active' && isTeacher(role)) deeds.push('attempt');
  if (certificate?.state === 'issued' && role === 'admin') deeds.push('revoke');
  if (WITH_ACCESS.includes(state) && (role === 'ops' || role === 'admin')) deeds.push('end');
  return deeds;
}

/** Acts on one learner's place in a course; nothing where there is nothing to do. */
export function SeatMenu({ seat }: { seat: LearnerSeat }) {
  const [asked, setAsked] = useState<Deed | null>(null);
  const role = useMe()?.role;
  const deeds = deedsFor(seat, role);
  const reads = isTeacher(role);
  const Asked = asked && DIALOGS[asked];
  return (
    <>
      {(reads || deeds.length > 0) && (
        <Menu
          trigger={
            <Button size="icon-sm" variant="quiet" aria-label={`More about ${seat.name}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          {reads && (
            <MenuItem
              icon={<NotebookPen aria-hidden />}
              as={<Link to="/teach/learners/$enrollmentId" params={{ enrollmentId: seat.enrollmentId }} />}
            >
              Submissions and grades
            </MenuItem>
          )}
          {deeds.includes('attempt') && (
            <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => setAsked('attempt')}>
              Allow another attempt…
            </MenuItem>
          )}
          {deeds.includes('revoke') && (
            <MenuItem danger icon={<FileX aria-hidden />} onSelect={() => setAsked('revoke')}>
              Revoke the certificate…
            </MenuItem>
          )}
          {deeds.includes('end') && (
            <MenuItem danger icon={<UserX aria-hidden />} onSelect={() => setAsked('end')}>
              End access…
            </MenuItem>
          )}
        </Menu>
      )}
      {Asked && <Asked seat={seat} onClose={() => setAsked(null)} />}
    </>
  );
}
