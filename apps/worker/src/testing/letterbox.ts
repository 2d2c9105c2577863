import {
  MailRefusedError,
  MailUnavailableError,
  type Mailer,
  type OutgoingMail,
} from '@gradus/integrations/mail';
import { Hands } from '../mailing/hands.ts';
import { Relay } from '../mailing/relay.ts';
import type { School } from './school.ts';

/** A mail server as a port: takes, refuses or is away, and remembers what it took. */
export class Letterbox implements Mailer {
  readonly taken: OutgoingMail[] = [];
  answer: 'takes' | 'is away' | 'refuses' = 'takes';
  /** An address that it refuses, whatever it does with others. */
  refuses: string | null = null;
  onSend: () => Promise<void> = () => Promise.resolve();

  async send(mail: OutgoingMail): Promise<{ response: string }> {
    await this.onSend();
    if (this.answer === 'is away')
      throw new MailUnavailableError('nobody answers', { code: 'mail.unreachable' });
    if (this.answer === 'refuses' || mail.to === this.refuses)
      throw new MailRefusedError('no such mailbox', { code: 'mail.recipient_refused', responseCode: 550 });
    this.taken.push(mail);
    return { response: '250 ok' };
  }

  async close(): Promise<void> {}
}

/** A relay of the school that delivers there. */
export function relayOf(school: School, mailer: Mailer, horizonSeconds = 60): Relay {
  return new Relay({ ...school.parts.parts, dataSource: school.dataSource }, mailer, {
    publicUrl: 'https://school.example',
    linkSecret: school.config.auth.linkSecret,
    from: 'School <school@example.org>',
    retries: { horizonSeconds, maxIntervalSeconds: 1 },
  });
}

/** Delivers what is due, one after the other. */
export const deliverAll = (relay: Relay): Promise<void> =>
  relay.deliverAll(
    () => true,
    () => {},
  );

/** So many hands that deliver what a turn gives them, as a worker has. */
export function handsOf(relay: Relay, count: number): Hands {
  const hands = new Hands();
  hands.open(count, (handed, goOn) => relay.deliverHanded(handed, goOn, () => {}));
  return hands;
}
