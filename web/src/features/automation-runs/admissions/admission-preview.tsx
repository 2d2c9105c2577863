import type { AdmissionPreview } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import type { AdmissionWho } from '@gradus/contracts';
import { admissionPreviewQuery } from '../../../api/entering/admissions.ts';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** What letting these people in would come to, before anything happens. */
export function PreviewOfAdmission({ automationId, who }: { automationId: string; who: AdmissionWho }) {
  const preview = useQuery(admissionPreviewQuery(automationId, who));
  if (preview.isError) return <Notice tone="bad">{sentenceOf(preview.error)}</Notice>;
  if (!preview.data) return <Skeleton className="h-20 rounded-lg" />;
  const { enter, samples } = preview.data;
  const rest = enter - Math.min(samples.length, SHOWN);
  return (
    <Notice tone={enter > 0 ? 'note' : 'warn'} title={sayEnter(preview.data)}>
      {enter > 0 && (
        <p className="break-words">
          {samples
            .slice(0, SHOWN)
            .map(({ name, email }) => `${name} (${email})`)
            .join(', ')}
          {rest > 0 && ` and ${rest} more`}.
        </p>
      )}
      <ReasonsOut preview={preview.data} />
    </Notice>
  );
}

const SHOWN = 5;

const sayEnter = ({ enter }: AdmissionPreview) =>
  enter === 0 ? 'Nobody would enter' : enter === 1 ? '1 person would enter' : `${enter} people would enter`;

function ReasonsOut({ preview }: { preview: AdmissionPreview }) {
  const out = [
    [preview.inside, 'inside already'],
    [preview.enteredBefore, 'through it before'],
    [preview.suppressed, 'kept out while inside another automation'],
    [preview.unknown, 'not one of this course’s learners, or nobody of the school'],
  ] as const;
  const said = out.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
  return said.length === 0 ? null : <p className="mt-1">Left out: {said.join('; ')}.</p>;
}
