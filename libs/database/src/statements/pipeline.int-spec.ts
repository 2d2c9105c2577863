import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { type Pipeline, inPipeline } from './pipeline.ts';

/** How a socket hands pieces to the system. */
interface Writing {
  _writev(chunks: unknown, done: () => void): void;
}

describe('a pipeline', () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createScratchDatabase();
    await database.dataSource.query('CREATE TABLE things (name text PRIMARY KEY)');
  });
  afterAll(() => database.drop());

  const timeouts = { lock: 500, statement: 2_000 };
  const inOne = <T>(work: (pipeline: Pipeline) => Promise<T>) =>
    inPipeline(database.dataSource, timeouts, work);
  const put = { name: 'put-thing', text: 'INSERT INTO things VALUES ($1)' };
  const names = async () =>
    (await database.dataSource.query<Array<{ name: string }>>('SELECT name FROM things ORDER BY 1')).map(
      ({ name }) => name,
    );

  it('writes all that was sent before its commit, and answers what was asked behind it', async () => {
    const count = await inOne(async (pipeline) => {
      void pipeline.ask(put, ['one']);
      void pipeline.ask(put, ['two']);
      pipeline.commit();
      const [row] = await pipeline.ask<{ n: number; alone: boolean }>(
        `SELECT count(*)::int AS n, pg_current_xact_id_if_assigned() IS NULL AS alone FROM things`,
      );
      return row;
    });
    expect(count).toEqual({ n: 2, alone: true });
    expect(await names()).toEqual(['one', 'two']);
  });

  it('writes nothing when one statement fails, also with the commit sent already', async () => {
    const failing = inOne(async (pipeline) => {
      void pipeline.ask(put, ['three']);
      void pipeline.ask(put, ['one']);
      void pipeline.ask(put, ['four']);
      pipeline.commit();
      await Promise.resolve();
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await names()).toEqual(['one', 'two']);
  });

  it('writes nothing when the work throws, and gives the connection back clean', async () => {
    const failing = inOne(async (pipeline) => {
      await pipeline.ask(put, ['five']);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await inOne(async (pipeline) => {
      await pipeline.ask(put, ['six']);
      pipeline.commit();
    });
    expect(await names()).toEqual(['one', 'six', 'two']);
  });

  it('sends in one piece what is asked before anything is waited for', async () => {
    const pieces = await inOne(async (pipeline) => {
      await pipeline.ask('SELECT 1');
      const sent = jest.spyOn(Socket.prototype as unknown as Writing, '_writev');
      void pipeline.ask(put, ['seven']);
      void pipeline.ask('SELECT 1');
      pipeline.commit();
      await pipeline.ask('SELECT 1');
      const count = sent.mock.calls.length;
      sent.mockRestore();
      return count;
    });
    expect(pieces).toBe(1);
    expect(await names()).toContain('seven');
  });

  it('gives up a lock it cannot have in time', async () => {
    await inOne(async (holder) => {
      await holder.ask(`SELECT 1 FROM things WHERE name = 'one' FOR UPDATE`);
      const waiting = inOne(async (pipeline) => {
        await pipeline.ask(`DELETE FROM things WHERE name = 'one'`);
        pipeline.commit();
      });
      await expect(waiting).rejects.toThrow(/lock timeout/);
      holder.commit();
    });
  });
});
