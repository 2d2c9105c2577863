import type { CommandPreview, PreviewStartOver } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment } from 'react';
import { commandPreviewQuery, startOverPreviewQuery } from '../../../api/runs.ts';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import type { Order } from './command-dialog.tsx';

/** What starting over would do, worked out by the engine before it is done. */
export function PreviewOfStartOver({ runId, request }: { runId: string; request: PreviewStartOver }) {
  return <Preview preview={useQuery(startOverPreviewQuery(runId, request))} />;
}

/** What a command would do to this run, worked out by the engine before it is given. */
export function PreviewOfCommand({ runId, command }: { runId: string; command: Order }) {
  return <Preview preview={useQuery(commandPreviewQuery(runId, command))} />;
}

function Preview({ preview }: { preview: UseQueryResult<CommandPreview> }) {
  if (preview.isError) return <Notice tone="warn">{sentenceOf(preview.error)}</Notice>;
  if (!preview.data) return <Skeleton className="h-14 rounded-lg" />;
  const { accepted, detail, sentences, standing } = preview.data;
  if (!accepted)
    return (
      <Notice tone="warn" title="It would be refused">
        {detail}
      </Notice>
    );
  return (
    <Notice tone="note" title={standing.length === 0 ? 'What it would do' : <Places standing={standing} />}>
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

/** Where the learner would be, and until when on their own clock. */
function Places({ standing }: Pick<CommandPreview, 'standing'>) {
  return (
    <>
      The learner would then be at{' '}
      {standing.map(({ stepId, title, until }, index) => (
        <Fragment key={stepId}>
          {index > 0 && ', '}“{title}”
          {until && (
            <>
              {' '}
              until <Moment at={until} />
            </>
          )}
        </Fragment>
      ))}
    </>
  );
}
