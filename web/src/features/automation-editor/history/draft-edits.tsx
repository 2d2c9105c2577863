import { useInfiniteQuery } from '@tanstack/react-query';
import type { DraftEdit } from '@gradus/contracts';
import { draftEditsQuery } from '../../../api/history/draft-edits.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { useEditorScope } from '../store/editor-context.tsx';

/** More than this of one edit is folded away. */
const SHOWN = 4;

/** Who changed the draft, when, and what they did: one sentence a deed, newest first. */
export function DraftEdits() {
  const { automation } = useEditorScope();
  const query = useInfiniteQuery(draftEditsQuery(automation.id, automation.draft.revision));
  const edits = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(({ said }) => said.length > 0);
  return (
    <section aria-labelledby="draft-edits" className="border-t border-line pt-5">
      <h3 id="draft-edits" className="text-sm font-semibold">
        Changes to the draft
      </h3>
      {query.isPending && <SkeletonText lines={4} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && edits.length === 0 && (
        <p className="mt-1 text-sm text-ink-soft">
          Nobody has changed it yet. Every change is kept here, with its author.
        </p>
      )}
      <ol className="mt-1 flex flex-col divide-y divide-line">
        {edits.map((edit) => (
          <Edit key={edit.id} edit={edit} />
        ))}
      </ol>
      <MoreButton {...query} />
    </section>
  );
}

function Edit({ edit }: { edit: DraftEdit }) {
  const name = edit.editedBy ?? 'Somebody';
  const rest = edit.said.slice(SHOWN);
  const sentence = (text: string, index: number) => (
    <p key={index}>
      {name} {text}.
    </p>
  );
  return (
    <li className="py-3 text-sm">
      {edit.said.slice(0, SHOWN).map(sentence)}
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1 text-ink-soft">
            {rest.length === 1 ? 'and one thing more' : `and ${rest.length} things more`}
          </summary>
          {rest.map(sentence)}
        </details>
      )}
      <p className="mt-0.5 text-ink-soft">
        <Moment at={edit.editedAt} distance="beside" />
      </p>
    </li>
  );
}
