import { DomainError } from '../problems/domain-error.ts';

/** Two segments of one name would be mixed up. */
export class SegmentNameTakenError extends DomainError {
  constructor() {
    super('segment.name-taken', 409, 'There is another segment of this name. Choose a different one.', {
      fields: [{ path: 'name', message: 'is taken' }],
    });
  }
}

/** A live automation begins with it. */
export class SegmentInUseError extends DomainError {
  constructor(automations: string[]) {
    super(
      'segment.in-use',
      409,
      `It starts ${automations.map((name) => `“${name}”`).join(', ')}. Give that another start first.`,
      { data: { automations } },
    );
  }
}
