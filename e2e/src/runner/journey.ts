import type { Addresses } from '../product/addresses.ts';
import type { MailInbox } from '../product/mail-inbox.ts';
import type { SchoolApi } from '../product/school-api.ts';
import type { Payments } from '../product/stand-ins.ts';
import type { Visitor, VisitorOptions } from '../browser/visitor.ts';

/** What a journey has around it. */
export interface Stage {
  addresses: Addresses;
  inbox: MailInbox;
  payments: Payments;
  /** What the school's API answers its owner. */
  api: SchoolApi;
  /** Part of every address and name of this run, so that runs on the same data do not meet. */
  mark: string;
  /** One thing a person does and sees. When it fails the journey ends there. */
  step(name: string, work: () => Promise<void>): Promise<void>;
  /** What cannot be tried here, and why. */
  skip(name: string, reason: string): void;
  /** Somebody with a browser of their own; put away when the journey ends. */
  visitor(name: string, options?: VisitorOptions): Promise<Visitor>;
}

/** One person's way through the product. */
export interface Journey {
  name: string;
  play(stage: Stage): Promise<void>;
}
