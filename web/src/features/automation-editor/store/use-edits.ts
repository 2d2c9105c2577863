import { useMemo } from 'react';
import { useEditorScope } from './editor-context.tsx';
import { editsOf } from '../document/edits.ts';
import type { Edits } from '../document/edits.ts';

export function useEdits(): Edits {
  const { store, automation } = useEditorScope();
  return useMemo(() => editsOf(store, automation.catalogue), [store, automation.catalogue]);
}
