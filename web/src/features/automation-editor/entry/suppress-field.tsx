import { useInfiniteQuery } from '@tanstack/react-query';
import { automationsQuery } from '../../../api/automations.ts';
import { MoreButton } from '../../../ui/more-button.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';

/** Automations that keep people out of this one while they are inside. A journey begins with the enrollment, always. */
export function SuppressField() {
  const { automation } = useEditorScope();
  const settings = useEditor((state) => state.document.definition.settings);
  const { setSettings } = useEdits();
  const query = useInfiniteQuery(automationsQuery());
  const others = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ id }) => id !== automation.id,
  );
  if (automation.use === 'journey' || others.length === 0) return null;
  const chosen = settings.suppressWhile ?? [];
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    setSettings({ ...settings, suppressWhile: next.length > 0 ? next : undefined });
  };
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="text-sm font-medium">Nobody enters while they are inside</legend>
      <p className="mb-2 text-sm text-ink-soft">
        Whoever would have entered then is left out; nothing is made up for later.
      </p>
      {others.map(({ id, name }) => (
        <label key={id} className="flex items-center gap-3 rounded-md px-2 py-1.5 text-sm hover:bg-sunken">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={chosen.includes(id)}
            onChange={() => toggle(id)}
          />
          {name}
        </label>
      ))}
      <MoreButton {...query} />
    </fieldset>
  );
}
