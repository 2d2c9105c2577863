import type { AutomationDetail } from '@gradus/contracts';
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { EditorState, EditorStore } from './editor-store.ts';

interface EditorScope {
  store: EditorStore;
  /** What the server said when the editor was opened or last read again; the draft of it may be older than the store's. */
  automation: AutomationDetail;
}

export const EditorContext = createContext<EditorScope | null>(null);

export function useEditorScope(): EditorScope {
  const scope = use(EditorContext);
  if (!scope) throw new Error('The editor’s parts stand inside an EditorContext');
  return scope;
}

export function useEditor<Slice>(select: (state: EditorState) => Slice): Slice {
  return useStore(useEditorScope().store, select);
}
