import type { EditorStore } from './editor-store.ts';

/** Sends what waits and resolves once the server has everything; rejects when a person has to decide first. */
export function whenSaved(store: EditorStore): Promise<void> {
  store.getState().saveNow();
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const { saving } = store.getState();
      if (saving.status === 'saving') return false;
      if (saving.status === 'saved') resolve();
      else reject(new DraftUnsavedError());
      return true;
    };
    if (look()) return;
    const end = store.subscribe(() => {
      if (look()) end();
    });
  });
}

export class DraftUnsavedError extends Error {
  readonly code = 'draft.unsaved';
  constructor() {
    super(
      'Your last edits are not saved yet, so this would not be about what you see. See the line above the drawing.',
    );
  }
}
