import { LetterText } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { Menu, MenuItem } from '../../../ui/overlay/menu.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { readyTexts } from './ready-texts.ts';
import type { ReadyText } from './ready-texts.ts';

interface ReadyTextMenuProps {
  stepId: string;
  onPick(letter: ReadyText['letter']): void;
}

/** Takes over a message that stands in this drawing or in a template; undo brings the old text back. */
export function ReadyTextMenu(props: ReadyTextMenuProps) {
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" className="self-start">
          <LetterText aria-hidden /> Begin with a ready text
        </Button>
      }
    >
      <ReadyTexts {...props} />
    </Menu>
  );
}

/** Drawn only while the menu is open: whoever types a message does not wait for the templates. */
function ReadyTexts({ stepId, onPick }: ReadyTextMenuProps) {
  const { catalogue } = useEditorScope().automation;
  const definition = useEditor(({ document }) => document.definition);
  return readyTexts(definition, catalogue, stepId).map(({ title, from, letter }) => (
    <MenuItem key={letter.body} onSelect={() => onPick(letter)}>
      <span className="flex max-w-80 flex-col">
        <span>{title}</span>
        <span className="text-xs text-ink-soft">{from}</span>
      </span>
    </MenuItem>
  ));
}
