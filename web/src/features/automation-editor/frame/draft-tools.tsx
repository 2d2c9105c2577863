import {
  CalendarDays,
  CirclePlay,
  Ellipsis,
  FileDown,
  FlaskConical,
  History,
  LayoutTemplate,
  ListTodo,
  Redo2,
  Rocket,
  Search,
  Settings2,
  StickyNote,
  TrendingUp,
  Undo2,
} from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { Menu, MenuItem } from '../../../ui/overlay/menu.tsx';
import { Tooltip } from '../../../ui/overlay/tooltip.tsx';
import { shortcut } from '../../../ui/control/shortcut.ts';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import type { EditorDialog, PanelName } from '../panels/panel-name.ts';
import { SaveIndicator } from './save-indicator.tsx';

interface DraftToolsProps {
  panel: PanelName | null;
  onPanel(panel: PanelName | null): void;
  onDialog(dialog: EditorDialog): void;
}

export function DraftTools({ panel, onPanel, onDialog }: DraftToolsProps) {
  const { store } = useEditorScope();
  const { tidy, addNote } = useEdits();
  const toggle = (name: PanelName) => onPanel(panel === name ? null : name);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <SaveIndicator />
      <HistoryButtons />
      <CheckButton pressed={panel === 'problems'} onPress={() => toggle('problems')} />
      <Button size="sm" aria-pressed={panel === 'simulate'} onClick={() => toggle('simulate')}>
        <CirclePlay aria-hidden /> <span className="max-sm:sr-only">Simulate</span>
      </Button>
      <Button size="sm" variant="primary" onClick={() => onDialog('publish')}>
        <Rocket aria-hidden /> Publish
      </Button>
      <Menu
        trigger={
          <Button size="icon-sm" variant="quiet" aria-label="More">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<Search aria-hidden />} onSelect={() => onDialog('commands')}>
          Find a step or command <kbd className="ml-auto pl-4 text-xs text-ink-soft">{shortcut('K')}</kbd>
        </MenuItem>
        <MenuItem icon={<StickyNote aria-hidden />} onSelect={() => addNote(store.getState().selection)}>
          Group note <kbd className="ml-auto pl-4 text-xs text-ink-soft">{shortcut('G')}</kbd>
        </MenuItem>
        <MenuItem icon={<TrendingUp aria-hidden />} onSelect={() => onPanel('forecast')}>
          Forecast a crowd
        </MenuItem>
        <MenuItem icon={<FlaskConical aria-hidden />} onSelect={() => onPanel('tests')}>
          Tests
        </MenuItem>
        <MenuItem icon={<CalendarDays aria-hidden />} onSelect={() => onPanel('calendar')}>
          Calendar
        </MenuItem>
        <MenuItem icon={<LayoutTemplate aria-hidden />} onSelect={tidy}>
          Tidy up the drawing
        </MenuItem>
        <MenuItem icon={<History aria-hidden />} onSelect={() => onPanel('versions')}>
          Versions
        </MenuItem>
        <MenuItem icon={<Settings2 aria-hidden />} onSelect={() => onPanel('settings')}>
          Settings
        </MenuItem>
        <MenuItem icon={<FileDown aria-hidden />} onSelect={() => onDialog('exchange')}>
          Export and import
        </MenuItem>
      </Menu>
    </div>
  );
}

function HistoryButtons() {
  const undo = useEditor((state) => state.undo);
  const redo = useEditor((state) => state.redo);
  const back = useEditor((state) => state.history.past.at(-1)?.label ?? null);
  const forth = useEditor((state) => state.history.future[0]?.label ?? null);
  return (
    <>
      <Tooltip text={back ? `Undo: ${back} (${shortcut('Z')})` : 'Nothing to undo'}>
        <Button size="icon-sm" variant="quiet" aria-label="Undo" disabled={back === null} onClick={undo}>
          <Undo2 aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip text={forth ? `Redo: ${forth} (${shortcut('Z', 'shift')})` : 'Nothing to redo'}>
        <Button size="icon-sm" variant="quiet" aria-label="Redo" disabled={forth === null} onClick={redo}>
          <Redo2 aria-hidden />
        </Button>
      </Tooltip>
    </>
  );
}

function CheckButton({ pressed, onPress }: { pressed: boolean; onPress(): void }) {
  const errors = useEditor((state) => state.problems?.filter((one) => one.severity === 'error').length ?? 0);
  const warnings = useEditor((state) => (state.problems?.length ?? 0) - errors);
  return (
    <Button size="sm" aria-pressed={pressed} onClick={onPress}>
      <ListTodo aria-hidden /> <span className="max-sm:sr-only">Check</span>
      {errors + warnings > 0 && (
        <span
          className={
            errors > 0
              ? 'rounded-full bg-bad px-1.5 text-xs text-on-accent tabular-nums'
              : 'rounded-full bg-warn-soft px-1.5 text-xs text-warn tabular-nums'
          }
        >
          {errors > 0 ? errors : warnings}
          <span className="sr-only">
            {errors > 0 ? (errors === 1 ? ' problem' : ' problems') : warnings === 1 ? ' hint' : ' hints'}
          </span>
        </span>
      )}
    </Button>
  );
}
