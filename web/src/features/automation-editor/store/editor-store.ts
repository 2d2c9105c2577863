import type { AutomationDetail, DraftDetail } from '@gradus/contracts';
import { OperationRefusedError } from '@gradus/flow';
import type { FlowDocument, Operation, Problem } from '@gradus/flow';
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { saveOperations } from '../../../api/automations.ts';
import { hasCode, ProblemError } from '../../../api/problem.ts';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { applyAll, documentOf } from '../document/draft-document.ts';
import { DraftSaver } from './draft-saver.ts';
import type { SaveAnswer, SaveState } from './draft-saver.ts';
import { record, stepBack, stepForth } from '../document/history.ts';
import type { History } from '../document/history.ts';
import { chosen, stillThere } from './selection.ts';
import type { Selection } from './selection.ts';
import type { Shown } from './shown.ts';

export interface EditorState extends Selection {
  document: FlowDocument;
  history: History<Operation>;
  saving: SaveState;
  /** What the engine's check said last; null before the first. */
  problems: Problem[] | null;
  focus: { stepId: string; nonce: number } | null;
  /** What the canvas shows instead of the drawing to be edited; null: the drawing. */
  shown: Shown | null;
  show(shown: Shown | null): void;
  edit(operations: Operation[], about: EditAbout): void;
  undo(): void;
  redo(): void;
  select(stepId: string | null): void;
  pick(stepIds: readonly string[]): void;
  /** Brings a step into view. */
  lookAt(stepId: string): void;
  /** Selects a step and brings it into view. */
  jump(stepId: string): void;
  setProblems(problems: Problem[]): void;
  saveNow(): void;
  /** After a conflict: the server's draft, with our unsaved edits on top. Answers how many did not fit any more. */
  rebase(draft: DraftDetail): number;
  /** After a conflict: the server's draft, without our unsaved edits. */
  discard(draft: DraftDetail): void;
  revision(): number;
}

interface EditAbout {
  label: string;
  /** Changes of one group that follow closely are undone together. */
  group?: string;
  /** What to select afterwards. */
  select?: string | null | readonly string[];
}

export type EditorStore = StoreApi<EditorState>;

interface EditorParts {
  automation: Pick<AutomationDetail, 'id' | 'draft'>;
  /** The server's draft after each saving, for everybody else who shows it. */
  onSaved(draft: DraftDetail): void;
}

/** One store per open editor: the document, what was done to it, and how it stands with the server. */
export function createEditorStore({ automation, onSaved }: EditorParts): EditorStore {
  return createStore<EditorState>((set, get) => {
    const saver = new DraftSaver<Operation>({
      revision: automation.draft.revision,
      send: (revision, operations) => send(automation.id, revision, operations, onSaved),
      changed: (saving) => set({ saving }),
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    });
    const move = (step: ReturnType<typeof stepBack<Operation>>, side: 'forward' | 'backward') => {
      if (!step) return;
      const operations = step.change[side];
      const { document } = applyAll(get().document, operations);
      set({ document, history: step.history, ...stillThere(get(), document) });
      saver.add(operations);
    };
    const start = (draft: DraftDetail, unsaved: readonly Operation[]) => {
      const { document, kept } = onTop(documentOf(draft), unsaved);
      set({ document, history: { past: [], future: [] }, ...stillThere(get(), document) });
      saver.restart(draft.revision, kept);
      return unsaved.length - kept.length;
    };
    return {
      document: documentOf(automation.draft),
      history: { past: [], future: [] },
      saving: { status: 'saved' },
      problems: null,
      ...chosen(null),
      focus: null,
      shown: null,
      show: (shown) => set({ shown }),
      edit: (operations, { label, group = null, select }) => {
        const applied = applyOrExplain(get().document, operations);
        if (!applied) return;
        const { document, backward } = applied;
        const change = { label, forward: operations, backward, group, at: Date.now() };
        set({
          document,
          history: record(get().history, change),
          ...(select === undefined ? {} : chosen(select)),
        });
        saver.add(operations);
      },
      undo: () => move(stepBack(get().history), 'backward'),
      redo: () => move(stepForth(get().history), 'forward'),
      select: (stepId) => set(chosen(stepId)),
      pick: (stepIds) => set(chosen(stepIds)),
      lookAt: (stepId) => set({ focus: { stepId, nonce: (get().focus?.nonce ?? 0) + 1 } }),
      jump: (stepId) => set({ ...chosen(stepId), focus: { stepId, nonce: (get().focus?.nonce ?? 0) + 1 } }),
      setProblems: (problems) => set({ problems }),
      saveNow: () => saver.hurry(),
      rebase: (draft) => start(draft, saver.unsaved),
      discard: (draft) => void start(draft, []),
      revision: () => saver.revision,
    };
  });
}

/** Puts edits on top of another draft; those that do not fit any more are left out. */
function onTop(
  document: FlowDocument,
  edits: readonly Operation[],
): { document: FlowDocument; kept: Operation[] } {
  const kept = edits.filter((operation) => {
    try {
      document = applyAll(document, [operation]).document;
      return true;
    } catch {
      return false;
    }
  });
  return { document, kept };
}

/** What the engine refuses is said in its own words; nothing is changed. */
function applyOrExplain(document: FlowDocument, operations: Operation[]) {
  try {
    return applyAll(document, operations);
  } catch (error) {
    if (!(error instanceof OperationRefusedError)) throw error;
    notify.bad({ title: 'That does not work here', detail: error.message });
    return null;
  }
}

async function send(
  automationId: string,
  revision: number,
  operations: Operation[],
  onSaved: (draft: DraftDetail) => void,
): Promise<SaveAnswer> {
  try {
    const draft = await saveOperations(automationId, { revision, operations });
    onSaved(draft);
    return { kind: 'saved', revision: draft.revision };
  } catch (error) {
    if (hasCode(error, 'automation.draft-stale')) return { kind: 'stale' };
    const passing = error instanceof ProblemError ? error.passing : true;
    return { kind: passing ? 'away' : 'refused', detail: sentenceOf(error) };
  }
}
