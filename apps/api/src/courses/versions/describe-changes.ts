import { isDeepStrictEqual } from 'node:util';
import type { CourseVersionChanges } from '@gradus/contracts';

export interface LessonContent {
  key: string;
  title: string;
  minutes: number;
  /** A hash: texts are compared, never shown. */
  text: string;
}

export interface AssignmentContent {
  key: string;
  title: string;
  text: string;
  pass: number;
  attempts: number;
  words: number;
}

export interface ModuleContent {
  key: string;
  title: string;
  position: number;
  phase: string;
  summary: string;
  objectives: string[];
  lessons: LessonContent[];
  assignment: AssignmentContent | null;
}

/** All that a version holds, as far as it can differ. */
export interface VersionContent {
  /** Null: a version from before this was kept with it; the course's own row says it. */
  about: Record<string, unknown> | null;
  phases: Array<{ key: string; title: string; summary: string }>;
  modules: ModuleContent[];
}

type Change = CourseVersionChanges['changes'][number];

const ABOUT: Record<string, string> = {
  title: 'title',
  description: 'description',
  durationWeeks: 'length in weeks',
  price: 'price',
  credential: 'certificate',
};

/** What `after` has otherwise than `before`, in plain words: the course itself first, then week by week. */
export function describeChanges(before: VersionContent, after: VersionContent): Change[] {
  return [
    ...aboutChanges(before.about, after.about),
    ...phaseChanges(before.phases, after.phases),
    ...moduleChanges(before.modules, after.modules),
  ];
}

function aboutChanges(before: VersionContent['about'], after: VersionContent['about']): Change[] {
  if (before === null || after === null) return [];
  return Object.entries(ABOUT).flatMap(([field, name]): Change[] => {
    const [was, is] = [before[field], after[field]];
    if (isDeepStrictEqual(was, is)) return [];
    const shown =
      field === 'description' || field === 'credential' ? ' is another' : `: ${say(was)} → ${say(is)}`;
    return [{ change: 'changed', what: 'course', text: `The course: ${name}${shown}.` }];
  });
}

function say(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value)
    return `${String(value.amount)} ${String(value.currency)}`;
  return typeof value === 'string' ? `“${value}”` : String(value);
}

/** Pairs things by their keys: those gone, those new, and those on both sides. */
function pair<T extends { key: string }>(before: readonly T[], after: readonly T[]) {
  const old = new Map(before.map((item) => [item.key, item]));
  const now = new Map(after.map((item) => [item.key, item]));
  return {
    removed: before.filter(({ key }) => !now.has(key)),
    added: after.filter(({ key }) => !old.has(key)),
    both: after.flatMap((item) => {
      const was = old.get(item.key);
      return was ? [[was, item] as const] : [];
    }),
  };
}

function phaseChanges(before: VersionContent['phases'], after: VersionContent['phases']): Change[] {
  const { removed, added, both } = pair(before, after);
  const line = (change: Change['change'], text: string): Change => ({ change, what: 'phase', text });
  return [
    ...removed.map(({ title }) => line('removed', `The phase “${title}” is gone.`)),
    ...added.map(({ title }) => line('added', `The phase “${title}” is new.`)),
    ...both.flatMap(([was, is]) => [
      ...(was.title === is.title
        ? []
        : [line('changed', `The phase “${was.title}” is called “${is.title}” now.`)]),
      ...(was.summary === is.summary
        ? []
        : [line('changed', `The phase “${is.title}”: summary is another.`)]),
    ]),
  ];
}

const week = ({ position, title }: ModuleContent) => `Week ${position}, “${title}”`;

function moduleChanges(before: readonly ModuleContent[], after: readonly ModuleContent[]): Change[] {
  const { removed, added, both } = pair(before, after);
  const line = (change: Change['change'], text: string): Change => ({ change, what: 'module', text });
  const changed = both.flatMap(([was, is]): Change[] => {
    const fields = changedFields(was, is, {
      title: 'title',
      summary: 'summary',
      objectives: 'objectives',
      phase: 'phase',
    });
    return [
      ...(was.position === is.position
        ? []
        : [line('moved', `“${is.title}” is week ${is.position}, was week ${was.position}.`)]),
      ...(fields === '' ? [] : [line('changed', `${week(is)}: ${fields}.`)]),
      ...lessonChanges(was, is),
      ...assignmentChanges(was, is),
    ];
  });
  return [
    ...removed.map((module) => line('removed', `${week(module)}, is gone.`)),
    ...added.map((module) =>
      line('added', `${week(module)}, is new, with ${module.lessons.length} lessons.`),
    ),
    ...changed,
  ];
}

function lessonChanges(was: ModuleContent, is: ModuleContent): Change[] {
  const { removed, added, both } = pair(was.lessons, is.lessons);
  const line = (change: Change['change'], text: string): Change => ({
    change,
    what: 'lesson',
    text: `Week ${is.position}: ${text}`,
  });
  const order = both.map(([, lesson]) => lesson.key);
  const orderBefore = was.lessons.map(({ key }) => key).filter((key) => order.includes(key));
  return [
    ...removed.map(({ title }) => line('removed', `the lesson “${title}” is gone.`)),
    ...added.map(({ title }) => line('added', `the lesson “${title}” is new.`)),
    ...both.flatMap(([before, after]) => {
      const fields = changedFields(before, after, { title: 'title', text: 'text', minutes: 'minutes' });
      return fields === '' ? [] : [line('changed', `the lesson “${after.title}”: ${fields}.`)];
    }),
    ...(isDeepStrictEqual(order, orderBefore) ? [] : [line('moved', 'its lessons come in another order.')]),
  ];
}

function assignmentChanges(was: ModuleContent, is: ModuleContent): Change[] {
  const line = (change: Change['change'], text: string): Change => ({
    change,
    what: 'assignment',
    text: `Week ${is.position}: ${text}`,
  });
  const [before, after] = [was.assignment, is.assignment];
  if (before === null && after === null) return [];
  if (before === null) return [line('added', `the assignment “${after!.title}” is new.`)];
  if (after === null) return [line('removed', `the assignment “${before.title}” is gone.`)];
  const fields = changedFields(before, after, {
    key: 'the assignment itself',
    title: 'title',
    text: 'instructions or rubric',
    pass: 'percentage to pass',
    attempts: 'number of attempts',
    words: 'words asked for',
  });
  return fields === '' ? [] : [line('changed', `the assignment “${after.title}”: ${fields}.`)];
}

/** "title “A” → “B”, text is another"; empty when nothing differs. */
function changedFields<T extends object>(was: T, is: T, names: Partial<Record<keyof T, string>>): string {
  return Object.entries(names as Record<string, string>)
    .flatMap(([field, name]) => {
      const [before, after] = [was[field as keyof T], is[field as keyof T]] as [unknown, unknown];
      if (isDeepStrictEqual(before, after)) return [];
      const shown = field === 'title' || typeof after === 'number';
      return [shown ? `${name} ${say(before)} → ${say(after)}` : `${name} changed`];
    })
    .join(', ');
}
