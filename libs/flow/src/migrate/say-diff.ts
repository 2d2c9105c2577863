import { sayPort } from '../explain/say-port.ts';
import type { Definition, GroupNote, Step, StepId } from '../model/definition.ts';
import type { DefinitionDiff, EdgeDifference, NoteDifference, StepDifference } from './diff.ts';
import { same, type FieldDifference } from './differences.ts';
import { orderOfAll } from '../outline/way-order.ts';
import { inWords, sayField, sayValue } from './say-values.ts';

/** One difference as a sentence, and the step it is about; null: the automation as a whole. */
export interface SaidDifference {
  stepId: StepId | null;
  text: string;
}

/** "length of the wait 5 days → 3 days", "text is another". */
export function sayFieldDifference({ field, before, after }: FieldDifference): string {
  const [was, is] = [sayValue(before), sayValue(after)];
  return was === null || is === null ? `${sayField(field)} is another` : `${sayField(field)} ${was} → ${is}`;
}

function sayStep(difference: StepDifference): SaidDifference[] {
  const { stepId, title } = difference;
  const say = (text: string): SaidDifference => ({ stepId, text });
  if (difference.change === 'added') return [say(`“${title}” is new.`)];
  if (difference.change === 'removed') return [say(`“${title}” is taken out.`)];
  if (difference.change === 'replaced') {
    return [say(`“${title}” was ${inWords(difference.before)} and is ${inWords(difference.after)}.`)];
  }
  return difference.fields.map((field) => {
    if (field.field === 'title') return say(`“${sayValue(field.before)}” is called “${title}” now.`);
    return say(`“${title}”: ${sayFieldDifference(field)}.`);
  });
}

/** Whether a line says more than that a step is new or gone. */
function tells({ from, before, after }: EdgeDifference, old: Definition, now: Definition): boolean {
  if (old.steps[from] === undefined || now.steps[from] === undefined) return false;
  return before !== null || after !== null;
}

/** What a step is called, in quotes, whether it is there or gone. */
const titleIn = (old: Definition, now: Definition) => (id: StepId) =>
  `“${(now.steps[id] ?? old.steps[id])?.title ?? id}”`;

/** A way out of a step as a sentence names it, by the step's title in quotes; the step itself may be gone. */
export function sayWay(title: string, step: Step | undefined, port: string): string {
  return port === 'next' ? title : `${title} by “${step ? sayPort(step, port) : inWords(port)}”`;
}

function sayEdge(
  { from, port, before, after }: EdgeDifference,
  old: Definition,
  now: Definition,
): SaidDifference {
  const title = titleIn(old, now);
  const way = sayWay(title(from), now.steps[from] ?? old.steps[from], port);
  const text =
    after === null
      ? `${way} leads nowhere now.`
      : `${way} leads to ${title(after)}${before === null ? '' : ` instead of ${title(before)}`}.`;
  return { stepId: now.steps[from] === undefined ? null : from, text };
}

/** Of the name of a note, characters. */
const LONGEST_NAME = 48;

/** What a note is called by, in quotes: how its text begins. */
function nameOf({ text }: GroupNote): string {
  const [line = ''] = text.trim().split('\n');
  const short = line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1).trimEnd()}…` : line;
  return `“${short}${short === line && line !== text.trim() ? '…' : ''}”`;
}

/** A note in a sentence, without its article: `note "Week 1: slow start"`. */
export const sayNote = (note: GroupNote) => `note ${nameOf(note)}`;

function sayFramed(ids: readonly StepId[], title: (id: StepId) => string): string {
  const [first, ...rest] = ids.map(title);
  if (first === undefined) return 'stands alone now';
  return rest.length > 3 ? `frames ${ids.length} steps now` : `frames ${[first, ...rest].join(', ')} now`;
}

function sayNoteDifference(
  { change, note, before }: NoteDifference,
  title: (id: StepId) => string,
): SaidDifference[] {
  const say = (text: string): SaidDifference => ({ stepId: null, text });
  const name = `The ${sayNote(before ?? note)}`;
  if (change === 'added') return [say(`${name} is new.`)];
  if (change === 'removed' || before === null) return [say(`${name} is taken away.`)];
  const said: SaidDifference[] = [];
  if (before.text !== note.text) said.push(say(`${name} says something else: ${nameOf(note)}.`));
  if (!same(before.steps.toSorted(), note.steps.toSorted()))
    said.push(say(`${name} ${sayFramed(note.steps, title)}.`));
  if (before.tone !== note.tone) said.push(say(`${name} has another colour.`));
  return said;
}

/**
 * Every difference in plain words, in the order of the way as the outline shows it: of each step what became of it and where it
 * leads now, one that was taken out where it stood. Then the settings and the notes.
 */
export function sayDiff(diff: DefinitionDiff, old: Definition, now: Definition): SaidDifference[] {
  const edges = diff.edges.filter((edge) => tells(edge, old, now));
  const whole = [...diff.settings, ...diff.entry].map((field) => ({
    stepId: null,
    text: `Settings: ${sayFieldDifference(field)}.`,
  }));
  return [
    ...orderOfAll(now, [old]).flatMap((id) => [
      ...diff.steps.filter(({ stepId }) => stepId === id).flatMap(sayStep),
      ...edges.filter(({ from }) => from === id).map((edge) => sayEdge(edge, old, now)),
    ]),
    ...whole,
    ...diff.notes.flatMap((note) => sayNoteDifference(note, titleIn(old, now))),
  ];
}
