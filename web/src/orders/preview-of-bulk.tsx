import type { BulkPreview } from '@gradus/contracts';
import type { UseQueryResult } from '@tanstack/react-query';
import { sentenceOf } from '../ui/error-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** What an order to many would do, before anything happens: how many, what is sent, who would refuse and why. */
export function PreviewOfBulk({ preview }: { preview: UseQueryResult<BulkPreview> }) {
  if (preview.isError) return <Notice tone="bad">{sentenceOf(preview.error)}</Notice>;
  if (!preview.data) return <Skeleton className="h-20 rounded-lg" />;
  const { total, looked, accepted, refusals, sentences, ends, samples } = preview.data;
  const some = looked < total ? `Of the first ${looked}: ` : '';
  return (
    <Notice
      tone={accepted > 0 ? 'note' : 'warn'}
      title={
        total === 0 ? 'Nobody is found for this order' : total === 1 ? '1 is found' : `${total} are found`
      }
    >
      <ul className="list-disc pl-4">
        {accepted > 0 && <li>{`${some}${accepted} would do it.`}</li>}
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {ends > 0 && <li>{ends === 1 ? '1 run ends.' : `${ends} runs end.`}</li>}
        {refusals.map(({ detail, count }) => (
          <li key={detail}>{`${count} would refuse: ${detail}`}</li>
        ))}
      </ul>
      {samples.length > 0 && (
        <p className="mt-1 break-words">
          For example{' '}
          {samples
            .map(({ who, where }) => `${who} (${where})`)
            .slice(0, 4)
            .join(', ')}
          .
        </p>
      )}
    </Notice>
  );
}
