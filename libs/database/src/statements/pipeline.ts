import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** A statement that a connection parses and plans once: its name stands for its text. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Who can be asked a statement. */
export interface Asks {
  ask<Row>(statement: Prepared | string, values?: unknown[]): Promise<Row[]>;
}

/** The connection of a manager, one statement after the other. */
export const asksOf = (manager: EntityManager): Asks => ({
  ask: (statement, values) =>
    manager.query(typeof statement === 'string' ? statement : statement.text, values),
});

/** Asks one prepared statement, on whichever connection is free. */
export async function askOnce<Row>(
  dataSource: DataSource,
  statement: Prepared,
  values: unknown[],
): Promise<Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    return (await connection.query({ ...statement, values })).rows as Row[];
  } finally {
    await runner.release();
  }
}

/** What is used of the driver's connection. */
interface Connection {
  query(query: { name?: string; text: string; values?: unknown[] }): Promise<{ rows: unknown[] }>;
  /** Of the protocol; its socket. */
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/**
 * A transaction whose statements are sent without waiting for the answers of those before: most of them are done in less
 * than a round trip. They run in the order they were sent in, each with a snapshot of its own; once one has failed, those
 * behind it do nothing and the commit is none.
 */
export class Pipeline implements Asks {
  /** The same connection for what waits for each of its answers. */
  readonly manager: EntityManager;
  readonly #connection: Connection;
  readonly #sent: Array<Promise<unknown>> = [];
  #gathering = false;

  constructor(runner: QueryRunner, connection: Connection) {
    this.manager = runner.manager;
    this.#connection = connection;
  }

  /** Sends a statement. Its rows may be awaited; a failure is thrown by `settled` at the latest. */
  ask<Row>(statement: Prepared | string, values?: unknown[]): Promise<Row[]> {
    this.#gather();
    const named = typeof statement === 'string' ? { text: statement } : statement;
    const answer = this.#connection.query(values ? { ...named, values } : { ...named });
    const rows = answer.then((result) => result.rows as Row[]);
    rows.catch(() => {});
    this.#sent.push(rows);
    return rows;
  }

  /** What is sent before anything is waited for leaves in one piece: writing to a socket costs more than most statements. */
  #gather(): void {
    if (this.#gathering) return;
    const { stream } = this.#connection.connection;
    this.#gathering = true;
    stream.cork();
    process.nextTick(() => {
      this.#gathering = false;
      stream.uncork();
    });
  }

  /** Sends the commit; what is asked behind it runs on its own, in a snapshot taken after it. */
  commit(): void {
    void this.ask('COMMIT');
  }

  /** Waits for the answers to all that was sent. @throws the first failure among them */
  async settled(): Promise<void> {
    const outcomes = await Promise.allSettled(this.#sent.splice(0));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/**
 * Runs work in a transaction of its own, READ COMMITTED, with time-outs in milliseconds. The work sends its own commit, so
 * that it can ask something behind it; whatever it throws, and any statement that failed, rolls everything back.
 */
export async function inPipeline<Answer>(
  dataSource: DataSource,
  timeouts: { lock: number; statement: number },
  work: (pipeline: Pipeline) => Promise<Answer>,
): Promise<Answer> {
  const runner = dataSource.createQueryRunner();
  try {
    const pipeline = new Pipeline(runner, (await runner.connect()) as Connection);
    try {
      void pipeline.ask(
        `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${timeouts.lock}; SET LOCAL statement_timeout = ${timeouts.statement}`,
      );
      const answer = await work(pipeline);
      await pipeline.settled();
      return answer;
    } catch (error) {
      await pipeline.settled().catch(() => {});
      await pipeline.ask('ROLLBACK').catch(() => {});
      throw error;
    }
  } finally {
    await runner.release();
  }
}
