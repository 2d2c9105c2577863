import { DomainError } from '../problems/domain-error.ts';

export class MigrationEndedError extends DomainError {
  constructor() {
    super(
      'migration.ended',
      409,
      'This is over, or somebody was quicker. Look at it again; to move people once more, publish again.',
    );
  }
}
