import type { AdmissionDetail } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admissionsQuery } from '../../../api/entering/admissions.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { Status } from '../../../ui/status.tsx';
import type { StatusLook } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { AdmissionControls } from './admission-controls.tsx';
import { AdmittedPeople } from './admitted-people.tsx';
import { OUTCOME_WORDS } from './outcome-words.ts';

const states: Record<AdmissionDetail['state'], { look: StatusLook; word: string }> = {
  open: { look: 'running', word: 'Under way' },
  paused: { look: 'held', word: 'Paused' },
  stopped: { look: 'idle', word: 'Stopped' },
  done: { look: 'done', word: 'Done' },
};

const causes: Record<AdmissionDetail['cause'], string> = {
  'by-hand': 'By hand',
  backfill: 'At publishing',
  schedule: 'By the schedule',
};

/** Whoever was let in by hand, at publishing or by the schedule, and what became of it. Nothing while nobody was. */
export function AdmissionList({ automationId }: { automationId: string }) {
  const query = useInfiniteQuery(admissionsQuery(automationId));
  const admissions = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (admissions.length === 0) return null;
  // The list of learners below is what this page is for: what is over long since takes no room above it.
  const isShown = ({ state }: AdmissionDetail, index: number) =>
    index === 0 || state === 'open' || state === 'paused';
  const earlier = admissions.filter((admission, index) => !isShown(admission, index));
  return (
    <Card>
      <CardHeader title="Let in" description="People who did not come by the start’s own event." />
      <CardBody>
        <ul className="flex flex-col divide-y divide-line">
          {admissions.filter(isShown).map((admission) => (
            <AdmissionLine key={admission.id} admission={admission} />
          ))}
        </ul>
        {earlier.length > 0 && (
          <details className="mt-4 border-t border-line pt-3">
            <summary className="cursor-pointer py-1 text-sm font-medium">Earlier ones</summary>
            <ul className="mt-3 flex flex-col divide-y divide-line">
              {earlier.map((admission) => (
                <AdmissionLine key={admission.id} admission={admission} />
              ))}
            </ul>
            <MoreButton {...query} />
          </details>
        )}
      </CardBody>
    </Card>
  );
}

function AdmissionLine({ admission }: { admission: AdmissionDetail }) {
  const [open, setOpen] = useState(false);
  const { look, word } = states[admission.state];
  const settled = admission.total - admission.left;
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Status look={look}>{word}</Status>
        <p className="min-w-0 flex-1 basis-64 text-[0.9375rem]">
          <span className="font-medium">{causes[admission.cause]}</span>
          {admission.requestedBy && `, ${admission.requestedBy}`}, <Moment at={admission.createdAt} />
          {admission.reason && <span className="block text-sm text-ink-soft">“{admission.reason}”</span>}
        </p>
        <AdmissionControls admission={admission} />
        <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the people' : 'Show the people'}
        </Button>
      </div>
      <ProgressBar
        label={sayOutcomes(admission)}
        value={admission.total === 0 ? 100 : (settled / admission.total) * 100}
        text={`${settled} of ${admission.total}`}
      />
      {open && <AdmittedPeople automationId={admission.automationId} admissionId={admission.id} />}
    </li>
  );
}

function sayOutcomes({ outcomes }: AdmissionDetail): string {
  const said = OUTCOME_WORDS.filter(([outcome]) => (outcomes[outcome] ?? 0) > 0).map(
    ([outcome, words]) => `${outcomes[outcome]} ${words}`,
  );
  return said.length === 0 ? 'Nobody yet' : said.join(', ');
}
