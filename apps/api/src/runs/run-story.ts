import { type Definition, type Step, sayEndReason, sayPort } from '@gradus/flow';
import type { EventRow } from './runs.queries.ts';

type Data = Record<string, unknown>;
type Tell = (title: string, data: Data, titles: Titles) => string;

/** Names a sentence may need. */
export interface Titles {
  /** Of a module by its key. */
  module: (key: string) => string;
  /** Of a step that is not in the drawing at hand. */
  step?: (id: string) => string | undefined;
}

const say = (value: unknown): string => (typeof value === 'string' ? value : '');

const LEFT_BECAUSE: Record<string, string> = {
  time: 'its time had come',
  event: 'what it waited for happened',
  facts: 'its condition was met',
  effect: 'its work was done',
  'passed through': '',
  skipped: 'an operator sent it on',
  moved: 'an operator moved it',
  goal: 'its goal was reached',
  joined: 'another way goes on for it',
  cancelled: 'it is not waited for any more',
  exited: 'the run was ended',
  migrated: 'a new version sends them elsewhere',
};

const STORY: Record<string, Tell> = {
  entered: (title) => `Came to “${title}”.`,
  passed: (title, { port }) => `Passed “${title}”${by(port)}.`,
  left: (title, { port, reason }) => {
    const because = LEFT_BECAUSE[say(reason)];
    return `Went on from “${title}”${by(port)}${because ? `: ${because}` : ''}.`;
  },
  blocked: (title, { problem }) => {
    const detail = say((problem as Data | null | undefined)?.['detail']);
    return `Blocked at “${title}”${detail ? `: ${detail}` : '.'}`;
  },
  held: (title) => `Held at “${title}” by a pause.`,
  released: (_title, { module }, titles) => `Opened “${titles.module(say(module))}”.`,
  relocked: (_title, { module, because }, titles) =>
    `Closed “${titles.module(say(module))}” again: ${say(because)}`,
  message: (title) => `Queued the message “${title}”.`,
  dropped: (title, { because }) =>
    `Left out the message “${title}”: ${because === 'stale' ? 'its time was past' : 'a later one goes instead'}.`,
  effect: (title) => `Began “${title}”.`,
  late: (title) => `“${title}” was done after it had been left.`,
  unsettled: (title) => `“${title}” was left, and nobody knows whether it happened.`,
  confirming: (title, { reference, happened }) =>
    `Somebody says that “${title}” ${happened === false ? 'did not happen' : 'happened'}${say(reference) && ` (${say(reference)})`}; the provider is asked.`,
  settled: (title, { happened }) =>
    `Somebody found out that “${title}” ${happened === true ? 'happened' : 'did not happen'}.`,
  ending: () => 'Is at no step any more, but something is still under way.',
  finished: (_title, { outcome, reason }) =>
    `${FINISHED[say(outcome)] ?? 'Ended'}${say(reason) ? `: ${sayEndReason(say(reason))}` : ''}.`,
  migrated: (title) => `Goes on at “${title}” by another version.`,
  migration: (_title, { detail }) => `Another version was published: ${say(detail)}`,
  command: (_title, { id, detail }) =>
    say(id).startsWith('caller:')
      ? 'The run that called it has it end.'
      : `An operator decided: ${say(detail)}`,
  'end-called': (title) => `What “${title}” had called is ended, too.`,
};

const FINISHED: Record<string, string> = {
  completed: 'Went through to the end',
  ended: 'Ended',
  exited: 'Was taken out',
};

function by(way: unknown): string {
  const name = say(way);
  return name === '' || name === 'next' ? '' : ` by “${name}”`;
}

/** A way out by the words of the drawing. Where `next` has a word of its own, the reason says the same. */
function inWords(data: Data, step: Step | undefined): Data {
  const port = say(data['port']);
  return step === undefined || port === '' || port === 'next' ? data : { ...data, port: sayPort(step, port) };
}

/** What happened, as a sentence. An event of a kind we do not know is named, not hidden. */
export function tellEvent(event: EventRow, definition: Definition, titles: Titles): string {
  const step = event.step_id ? definition.steps[event.step_id] : undefined;
  const title = event.step_id ? (step?.title ?? titles.step?.(event.step_id) ?? event.step_id) : '';
  const data = inWords(event.data, step);
  return STORY[event.type]?.(title, data, titles) ?? `${event.type}${title ? ` at “${title}”` : ''}.`;
}
