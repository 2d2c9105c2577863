import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { SignInBusyError } from '../identity-errors.ts';
import { WorkSlots } from './work-slots.ts';

/** Argon2id (the library's default) as OWASP recommends it: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const MOST_WAITING = 60;

/** Hashes and checks passwords, two at a time, so that a rush of sign-ins cannot take the whole machine. */
@Injectable()
export class Passwords {
  readonly #slots = new WorkSlots(AT_ONCE, MOST_WAITING);
  #nobodys: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.#slots.run(() => hash(password, ARGON2), busy);
  }

  /** Takes as long when there is no such account (`stored` null) as when the password is wrong. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await this.#hashOfNobody());
    const same = await this.#slots.run(() => verify(against, password).catch(() => false), busy);
    return same && stored !== null;
  }

  #hashOfNobody(): Promise<string> {
    this.#nobodys ??= this.hash(randomBytes(24).toString('base64'));
    return this.#nobodys;
  }
}

const busy = () => new SignInBusyError();
