import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Inbox } from './inbox.ts';
import type { MailFaults } from './mail-faults.ts';

/** An SMTP server on loopback that puts everything into the inbox. */
export class InboxSmtp {
  readonly #inbox: Inbox;
  readonly #faults: () => MailFaults;
  readonly #server: SMTPServer;

  constructor(inbox: Inbox, faults: () => MailFaults) {
    this.#inbox = inbox;
    this.#faults = faults;
    this.#server = new SMTPServer({
      banner: 'simulated mail inbox',
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      size: 5_000_000,
      onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
      onRcptTo: (_address, _session, done) => done(this.#refusal()),
      onData: (stream, session, done) => void this.#receive(stream, session, done),
    });
    this.#server.on('error', () => undefined);
  }

  /** Listens on 127.0.0.1 and answers the port. @throws Error when the port is taken */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
      for (const { socket } of connectionsOf(this.#server)) socket.destroy();
    });
  }

  #refusal(): Error | null {
    const { smtp } = this.#faults();
    if (smtp === 'reject-4xx') return reply(450, '4.2.0 Simulated: mailbox busy, try again later');
    if (smtp === 'reject-5xx') return reply(550, '5.1.1 Simulated: no such mailbox');
    return null;
  }

  async #receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error: Error | null, message?: string) => void,
  ): Promise<void> {
    try {
      const raw = await buffer(stream);
      const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
      const to = session.envelope.rcptTo.map(({ address }) => address);
      await sleep(this.#faults().delayMs);
      const receipt = await this.#inbox.accept(raw, { from, to });
      if (this.#faults().smtp === 'drop-after-data') {
        for (const connection of connectionsOf(this.#server)) {
          if (connection.sessionId === session.id) connection.socket.destroy();
        }
        return;
      }
      done(null, `Accepted (simulated) ${receipt.messageId}`);
    } catch {
      done(reply(451, '4.3.0 Simulated inbox could not keep the message'));
    }
  }
}

interface Connection {
  readonly socket: { destroy(): void };
  readonly sessionId: string | undefined;
}

/** smtp-server keeps its connections in a set that its types do not show. */
function connectionsOf(server: SMTPServer): Connection[] {
  const { connections = [] } = server as unknown as {
    connections?: Iterable<{ ['_socket']: Connection['socket']; session?: { id: string } }>;
  };
  return [...connections].map((connection) => ({
    socket: connection['_socket'],
    sessionId: connection.session?.id,
  }));
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
