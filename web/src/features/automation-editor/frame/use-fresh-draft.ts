import type { DraftDetail } from '@gradus/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { automationQuery } from '../../../api/automations.ts';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { useEditorScope } from '../store/editor-context.tsx';

/** Reads the server's draft, then does something with it; shows that it is busy, and why it failed. */
export function useFreshDraft() {
  const { automation } = useEditorScope();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const read = async (use: (draft: DraftDetail) => void) => {
    setBusy(true);
    try {
      use((await client.fetchQuery({ ...automationQuery(automation.id), staleTime: 0 })).draft);
    } catch (error) {
      notify.bad({ title: 'The draft could not be read', detail: sentenceOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, read };
}
