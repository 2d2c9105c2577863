import { useQuery } from '@tanstack/react-query';
import { commandPreviewQuery } from '../../api/runs.ts';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Order } from './command-dialog.tsx';

/** What a command would do to this run, worked out by the engine before it is given. */
export function PreviewOfCommand({ runId, command }: { runId: string; command: Order }) {
  const preview = useQuery(commandPreviewQuery(runId, command));
  if (preview.isError) return <Notice tone="warn">{sentenceOf(preview.error)}</Notice>;
  if (!preview.data) return <Skeleton className="h-14 rounded-lg" />;
  const { accepted, detail, sentences, standing } = preview.data;
  if (!accepted)
    return (
      <Notice tone="warn" title="It would be refused">
        {detail}
      </Notice>
    );
  const places = standing.map(({ title }) => `“${title}”`).join(', ');
  return (
    <Notice tone="note" title={places === '' ? 'What it would do' : `The learner would then be at ${places}`}>
      {sentences.length === 0 ? (
        <p>Nothing is sent or done by it at once.</p>
      ) : (
        <ul className="list-disc pl-4">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
