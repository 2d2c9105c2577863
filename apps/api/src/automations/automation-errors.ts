import {
  AutomationMissingError,
  DraftStaleError,
  LiveVersionChangedError,
  MigrationUnfitError,
} from '@gradus/database';
import type { FlowProblem } from '@gradus/contracts';
import type { Problem } from '@gradus/flow';
import { DomainError } from '../problems/domain-error.ts';
import { MissingError } from '../problems/request-errors.ts';

/** Somebody else changed the draft since it was read. */
export class DraftOutdatedError extends DomainError {
  constructor(revision: number) {
    super(
      'automation.draft-stale',
      409,
      'The draft was changed meanwhile. Load it again, look at what changed and repeat your edit.',
      { data: { revision } },
    );
  }
}

/** An edit does not fit the drawing, or makes something that is no drawing; nothing of the request was kept. */
export class OperationUnfitError extends DomainError {
  constructor(index: number, code: string, sentence: string) {
    super(`automation.${code.replaceAll('.', '-')}`, 422, sentence, {
      fields: [{ path: `operations.${index}`, message: sentence }],
    });
  }
}

export class DrawingInvalidError extends DomainError {
  constructor(sentence: string, problems: readonly FlowProblem[]) {
    super('automation.invalid', 422, sentence, { data: { problems } });
  }
}

/** Another version was published since the decision about the people inside was made. */
export class PlanOutdatedError extends DomainError {
  constructor(sentence: string) {
    super('automation.plan-stale', 409, sentence);
  }
}

/** What was decided about the people inside does not fit the versions they are on. */
export class DecisionUnfitError extends DomainError {
  constructor(sentence: string, problems: readonly Problem[]) {
    super('automation.migration-unfit', 422, sentence, { data: { problems } });
  }
}

/** What publishing refuses, as the API says it. */
export function publishingRefusal(error: unknown): unknown {
  if (error instanceof DraftStaleError) return new DraftOutdatedError(error.revision);
  if (error instanceof LiveVersionChangedError) return new PlanOutdatedError(error.message);
  if (error instanceof MigrationUnfitError) return new DecisionUnfitError(error.message, error.problems);
  if (error instanceof AutomationMissingError) return new MissingError('automation');
  return error;
}

/** A course is delivered by its journey. */
export class JourneyNeededError extends DomainError {
  constructor() {
    super(
      'automation.journey-needed',
      409,
      'This journey delivers its course, so it cannot be put away. Unpublish the course first, or change the drawing.',
    );
  }
}

export class TemplateMissingError extends DomainError {
  constructor(template: string) {
    super(
      'automation.template-missing',
      422,
      `There is no template “${template}”. Choose one of the gallery.`,
    );
  }
}

/** A course is needed, and it is not there or none was named. */
export class TemplateNeedsCourseError extends DomainError {
  constructor() {
    super('automation.course-needed', 422, 'This template is about a course. Choose the course it is for.', {
      fields: [{ path: 'courseId', message: 'choose the course it is for' }],
    });
  }
}

/** What was given is no drawing. */
export class DefinitionUnreadableError extends DomainError {
  constructor(sentence: string) {
    super('automation.definition-unreadable', 422, sentence, {
      fields: [{ path: 'definition', message: sentence }],
    });
  }
}

export class AutomationIdTakenError extends DomainError {
  constructor() {
    super('automation.id-taken', 409, 'There is another automation with this id. Try again with a new one.');
  }
}
