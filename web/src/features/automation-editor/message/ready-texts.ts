import { TEMPLATES } from '@gradus/flow';
import type { Catalogue, Definition, StepOf } from '@gradus/flow';

/** A message that stands somewhere already, and can be begun with. */
export interface ReadyText {
  title: string;
  /** Whence it is: the name of a template, or “This drawing”. */
  from: string;
  letter: Pick<StepOf<'message'>['config'], 'subject' | 'body' | 'category'>;
}

/** Letters of single weeks: only a drawing that opens each of them has a use for those. */
const OF_A_WEEK = /^week-\d+-/;

/** The other messages of this drawing, then those of the templates; each text once. */
export function readyTexts(definition: Definition, catalogue: Catalogue, stepId: string): ReadyText[] {
  const drawn = messagesOf(definition, 'This drawing', (id) => id !== stepId);
  const known = TEMPLATES.filter(({ needsCourse }) => !needsCourse || catalogue.courseTitle !== null);
  const templates = known.flatMap(({ name, draw }) =>
    messagesOf(draw(catalogue).definition, name, (id) => !OF_A_WEEK.test(id)),
  );
  const told = new Set([bodyOf(definition, stepId)]);
  return [...drawn, ...templates].filter(({ letter: { body } }) => {
    const fresh = body !== '' && !told.has(body);
    told.add(body);
    return fresh;
  });
}

function bodyOf({ steps }: Definition, stepId: string): string {
  const step = steps[stepId];
  return step?.kind === 'message' ? step.config.body : '';
}

function messagesOf({ steps }: Definition, from: string, isMeant: (stepId: string) => boolean): ReadyText[] {
  return Object.entries(steps).flatMap(([id, step]) => {
    if (step.kind !== 'message' || !isMeant(id)) return [];
    const { subject, body, category } = step.config;
    return [{ title: step.title, from, letter: { subject, body, category } }];
  });
}
