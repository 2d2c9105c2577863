import { useQuery } from '@tanstack/react-query';
import { publishPlanQuery } from '../../../api/publishing/publish-plan.ts';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { type Decision, isOpen, peopleOf } from './decision.ts';

/** What publishing the draft as it is saved would do. While edits are unsaved, the plan of the last saved draft stays. */
export function usePublishPlan(decision: Decision, open: boolean) {
  const { store, automation } = useEditorScope();
  const saved = useEditor((state) => state.saving.status === 'saved');
  const errors = useEditor((state) => state.problems?.some((one) => one.severity === 'error') ?? false);
  const people = isOpen(decision) ? undefined : peopleOf(decision);
  return useQuery({
    ...publishPlanQuery(automation.id, {
      revision: store.getState().revision(),
      ...(people === undefined ? {} : { people }),
    }),
    enabled: open && saved && !errors,
  });
}
