import { describe, expect, it } from '@jest/globals';
import { compile, TEMPLATES } from '@gradus/flow';
import type { FlowDocument } from '@gradus/flow';
import { clipOf, pasteOperations, printClip, readClip } from './clipboard.ts';
import { applyAll } from './draft-document.ts';

const catalogue = {
  courseTitle: 'Knots',
  modules: [{ key: 'a', title: 'A', position: 1, phase: 'one', hasAssessment: true }],
};
const document = TEMPLATES.find(({ id }) => id === 'onboarding')!.draw(catalogue) as FlowDocument;

describe('the clipboard', () => {
  it('brings back what was copied, as text that can be read', () => {
    const clip = clipOf(document, ['start', 'welcome', 'begun'])!;
    expect(Object.keys(clip.steps)).toEqual(['welcome', 'begun']);
    expect(clip.edges).toEqual([{ from: 'welcome', port: 'next', to: 'begun' }]);
    expect(readClip(printClip(clip))).toEqual(clip);
  });

  it('has nothing of a trigger, and takes no other text for steps', () => {
    expect(clipOf(document, ['start'])).toBeNull();
    for (const text of ['', 'a letter', '{"gradus":"steps"}', '{"gradus":'])
      expect(readClip(text)).toBeNull();
  });

  it('pastes under new ids into a line, so that the drawing still runs', () => {
    const clip = clipOf(document, ['nudge', 'welcome'])!;
    const { operations, stepIds } = pasteOperations(document.definition, clip, {
      from: 'start',
      port: 'next',
    });
    const pasted = applyAll(document, operations).document;
    expect(stepIds).toHaveLength(2);
    expect(stepIds.every((id) => !document.definition.steps[id])).toBe(true);
    expect(Object.keys(pasted.definition.steps)).toHaveLength(
      Object.keys(document.definition.steps).length + 2,
    );
    const [first] = stepIds;
    expect(pasted.definition.edges).toContainEqual({ from: 'start', port: 'next', to: first });
    expect(pasted.definition.edges).toContainEqual({ from: first, port: 'next', to: 'welcome' });
  });

  it('leaves nothing open but what was open in the copy', () => {
    const clip = clipOf(document, ['welcome', 'begun', 'nudge'])!;
    const { operations } = pasteOperations(document.definition, clip, { from: 'start', port: 'next' });
    const pasted = applyAll(document, operations).document;
    const compiled = compile(pasted.definition, catalogue, 'v1');
    const open = compiled.ok
      ? []
      : compiled.problems.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));
    expect(new Set(open)).toEqual(new Set(['flow.port-unconnected']));
  });
});

it('takes a note along with all of its steps, and a chosen one by itself', () => {
  const note = { text: 'Why', tone: 'leaf' as const, steps: ['welcome', 'begun'] };
  const noted = applyAll(document, [
    { type: 'addNote', noteId: 'n', note },
    { type: 'addNote', noteId: 'alone', note: { ...note, steps: [] }, position: { x: 5, y: 6 } },
  ]).document;
  expect(clipOf(noted, ['welcome'])?.notes).toBeUndefined();
  expect(clipOf(noted, ['n'])?.notes).toEqual({ n: { ...note, steps: [] } });
  const clip = clipOf(noted, ['welcome', 'begun', 'alone'])!;
  expect(readClip(printClip(clip))).toEqual(clip);
  const { operations, stepIds, noteIds } = pasteOperations(noted.definition, clip, null);
  const pasted = applyAll(noted, operations).document;
  expect(noteIds).toHaveLength(2);
  expect(pasted.definition.notes?.[noteIds[0]!]?.steps).toEqual(stepIds);
  expect(pasted.layout[noteIds[1]!]).toEqual({ x: 37, y: 38 });
});
