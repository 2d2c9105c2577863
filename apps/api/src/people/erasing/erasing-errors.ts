import { DomainError } from '../../problems/domain-error.ts';

/** The address that was typed is not the person's. */
export class ErasureUnconfirmedError extends DomainError {
  constructor() {
    const sentence = 'That is not the e-mail address of this person. Type it as it stands on the page.';
    super('person.erasure-unconfirmed', 422, sentence, { fields: [{ path: 'email', message: sentence }] });
  }
}

/** Whoever erases has to be left. */
export class ErasingOneselfError extends DomainError {
  constructor() {
    super('person.is-oneself', 409, 'You cannot erase yourself. Ask another administrator to do it.');
  }
}

/** A person belongs to all their schools, and one cannot erase them for the others. */
export class PersonElsewhereError extends DomainError {
  constructor() {
    super(
      'person.elsewhere',
      409,
      'This person belongs to another school as well, so their account cannot be erased here. They have to leave the other school first.',
    );
  }
}
