import type { FlowTestResult } from '@gradus/contracts';
import { DomainError } from '../problems/domain-error.ts';

/** So many tests that running them would hold up publishing. */
export class FlowTestsFullError extends DomainError {
  constructor(most: number) {
    super('flow-test.too-many', 409, `An automation has ${most} tests at most. Take one out first.`);
  }
}

/** Something that the author expects does not come about, and nobody has said why it is published all the same. */
export class FlowTestsRedError extends DomainError {
  constructor(red: readonly Pick<FlowTestResult, 'testId' | 'name' | 'failures'>[]) {
    const names = red.map(({ name }) => `“${name}”`).join(', ');
    const sentence = `${red.length === 1 ? 'A test is' : `${red.length} tests are`} red: ${names}. Mend the drawing or the test, or say why it is published all the same.`;
    super('automation.tests-red', 422, sentence, {
      data: { failures: red.map(({ testId, name, failures }) => ({ testId, name, failures })) },
    });
  }
}
