/** A condition could not be answered from the facts at hand; the step that asked blocks with this code. */
export class ConditionFailedError extends Error {
  readonly code = 'flow.condition-failed';
  readonly condition: string;

  constructor(condition: string, reason: string) {
    super(`The condition “${condition}” could not be answered: ${reason}.`);
    this.name = 'ConditionFailedError';
    this.condition = condition;
  }
}
