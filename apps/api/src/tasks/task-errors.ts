import { DomainError } from '../problems/domain-error.ts';

export class TaskClosedError extends DomainError {
  constructor() {
    super('task.closed', 409, 'This is closed already: somebody has decided, or the learner went on.');
  }
}

export class TaskOverdueError extends DomainError {
  constructor() {
    super('task.overdue', 409, 'The time for this is up, and the learner goes on without it.');
  }
}

export class TaskOfOthersError extends DomainError {
  constructor() {
    super('task.of-others', 403, 'Others are asked for this. Ask them, or the school owner.');
  }
}

export class TaskDecisionUnfitError extends DomainError {
  constructor(fitting: readonly string[]) {
    super('task.decision-unfit', 422, `This can be answered with: ${fitting.join(', ')}.`);
  }
}

export class TaskAssigneeUnfitError extends DomainError {
  constructor() {
    super('task.assignee-unfit', 422, 'Choose somebody who works at this school.');
  }
}

export class TaskTextUnfitError extends DomainError {
  constructor(unfit: string) {
    super(
      'task.text-unfit',
      422,
      `The text contains ${unfit}, which would keep the message from going out. Write it out, or take it away; only {{person.name}} is filled in.`,
    );
  }
}

export class TaskTextTooLongError extends DomainError {
  constructor(characters: number, most: number) {
    super(
      'task.text-too-long',
      422,
      `The text has ${characters} characters, and the step allows ${most}. Shorten it.`,
    );
  }
}
