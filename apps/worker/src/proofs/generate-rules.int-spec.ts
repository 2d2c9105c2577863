import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { decideText, readCatalogue, noteModel, startRunOver } from '@gradus/database';
import { createWriter } from '@gradus/integrations/ai';
import type { Step } from '@gradus/flow';
import { type SpawnedStandIn, spawnStandIn } from '../../../../stand-ins/src/hosting/spawn-stand-in.ts';
import type { ClaimedMessage } from '../mailing/claim-message.ts';
import { withTexts } from '../mailing/fill-texts.ts';
import { journeyOf } from '../testing/drawings.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const write: Step = {
  kind: 'generate',
  title: 'Cheer them up',
  config: {
    prompt: 'Cheer somebody up in {{course.title}} after {{learner.days}} days.',
    into: 'cheer',
    mostCharacters: 400,
    review: true,
    to: { kind: 'role', role: 'instructor' },
    zone: 'none',
  },
};
const MAIL = { subject: 'For you', body: 'Hello.\n\n{{text.cheer}}' };

/** A provider as a process writes the text; what it is paid for is kept, and nobody gets it before it was read. */
describe('a step that has a text written', () => {
  let school: School;
  let provider: SpawnedStandIn;
  const folder = mkdtempSync(join(tmpdir(), 'writer-'));
  beforeAll(async () => {
    provider = await spawnStandIn('ai-provider', { DATA_DIR: folder });
    school = await openSchool();
    await noteModel(school.dataSource.manager, { provider: 'openai', model: 'gpt-test' });
    await school.publishJourney(journeyOf({ write }, [['write', 'rejected', 'finish']]));
    const baseURL = `${provider.url}/v1`;
    const writer = createWriter({ provider: 'openai', apiKey: 'k', baseURL, timeoutMs: 5_000 });
    Object.assign(school.parts.parts, { writer, graderModel: 'gpt-test' });
  });
  afterAll(async () => {
    await school.close();
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const perform = (learner: Learner, visit = 1) =>
    new MockActivityEnvironment().run(() =>
      school.parts.activities.performEffect({
        runId: learner.runId,
        key: `${learner.runId}:write:${visit}`,
      }),
    ) as Promise<void>;
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  const calls = async () =>
    ((await (await fetch(`${provider.url}/api/receipts`)).json()) as { succeeded: number }).succeeded;
  const message = (learner: Learner) =>
    withTexts(school.dataSource, school.parts.parts.vault, {
      ...MAIL,
      purpose: 'step',
      runId: learner.runId,
      userId: learner.userId,
    } as ClaimedMessage);
  const taskOf = async (learner: Learner) => {
    const [task] = await school.dataSource.query<Array<{ id: string; title: string; holds: boolean }>>(
      `SELECT id, title, holds FROM tasks WHERE run_id = $1 AND state = 'open'`,
      [learner.runId],
    );
    return task;
  };

  it('pays for it once, whoever asks again, and keeps what it cost sealed with the learner', async () => {
    await school.dataSource.query(
      `UPDATE ai_models SET prices = '{"input":1,"cachedInput":0.1,"output":4}' WHERE name = 'gpt-test'`,
    );
    const learner = await newcomer();
    const before = await calls();
    await perform(learner);
    await perform(learner);
    await school.dataSource.query(
      `UPDATE effects SET state = 'planned', settled_at = NULL WHERE run_id = $1 AND kind = 'generate'`,
      [learner.runId],
    );
    await perform(learner);
    expect(await calls()).toBe(before + 1);
    const [call] = await school.dataSource.query<[{ provider: string; cost: string; answer: string }]>(
      `SELECT provider, cost_usd AS cost, encode(answer_cipher, 'escape') AS answer FROM ai_calls WHERE key LIKE $1 || '%'`,
      [learner.runId],
    );
    expect(call.provider).toBe('openai');
    expect(Number(call.cost)).toBeGreaterThan(0);
    expect(call.answer).not.toContain('simulated');
  });

  it('lets nobody have it before somebody has approved it, as they have changed it', async () => {
    const learner = await newcomer();
    await perform(learner);
    await turn(learner);
    const task = await taskOf(learner);
    expect(task).toMatchObject({ title: 'Cheer them up', holds: true });
    expect((await message(learner)).body).toBe(MAIL.body);
    const { manager } = school.dataSource;
    const cipher = await school.parts.parts.vault.seal(
      manager,
      learner.userId,
      'Well done, {{person.name}}!',
    );
    await decideText(manager, { taskId: task!.id, approved: true, cipher });
    expect((await message(learner)).body).toBe('Hello.\n\nWell done, {{person.name}}!');
    await decideText(manager, { taskId: task!.id, approved: false, cipher: null });
    expect((await message(learner)).body).toContain('Well done');
  });

  it('writes anew for a learner who is moved to it again, so that whoever reads it has something to read', async () => {
    const learner = await newcomer();
    await perform(learner);
    await turn(learner);
    await command(school, learner, { name: 'move', stepId: 'write', visit: 1, to: 'write' });
    await turn(learner);
    await perform(learner, 2);
    await turn(learner);
    const { manager } = school.dataSource;
    await decideText(manager, { taskId: (await taskOf(learner))!.id, approved: true, cipher: null });
    expect((await message(learner)).body).toContain('this text is simulated');
  });

  it('lets an approved text go along when the run is started over, and writes the next one beside it', async () => {
    const learner = await newcomer();
    const { manager } = school.dataSource;
    const seal = (text: string) => school.parts.parts.vault.seal(manager, learner.userId, text);
    await perform(learner);
    await turn(learner);
    const taskId = (await taskOf(learner))!.id;
    await decideText(manager, { taskId, approved: true, cipher: await seal('Of the first run.') });
    await command(school, learner, { name: 'exit', reason: 'For a new beginning.' });
    await turn(learner);
    const newRunId = randomUUID();
    const over = { runId: learner.runId, newRunId, stepId: null, effects: 'reuse' as const };
    const begun = await school.dataSource.transaction((m) => startRunOver(m, school.parts.parts.plans, over));
    expect(begun).toBe('started');
    const next = { ...learner, runId: newRunId };
    expect((await message(next)).body).toContain('Of the first run.');
    await turn(next);
    await perform(next);
    await turn(next);
    const second = { taskId: (await taskOf(next))!.id, approved: true, cipher: await seal('Of the second.') };
    await decideText(manager, second);
    expect((await message(next)).body).toContain('Of the second.');
  });

  it('tells the provider nothing that says who the learner is', async () => {
    const learner = await newcomer();
    await perform(learner);
    await turn(learner);
    await decideText(school.dataSource.manager, {
      taskId: (await taskOf(learner))!.id,
      approved: true,
      cipher: null,
    });
    const { body } = await message(learner);
    expect(body).toContain('Dear {{person.name}}, this text is simulated.');
    expect(body).toMatch(/Cheer somebody up in .+ after 0 days/);
  });

  it('is refused in plain words where no provider is connected, and a drawing is told before', async () => {
    const { writer } = school.parts.parts;
    Object.assign(school.parts.parts, { writer: null });
    const learner = await newcomer();
    await expect(perform(learner)).rejects.toThrow(/No AI provider is connected/);
    Object.assign(school.parts.parts, { writer });
    const { manager } = school.dataSource;
    const known = async () => (await readCatalogue(manager, school.organizationId, school.courseId)).writer;
    await noteModel(manager, { provider: 'local', model: 'use-lite' });
    expect(await known()).toBeNull();
    await noteModel(manager, { provider: 'openai', model: 'gpt-test' });
    await noteModel(manager, { provider: 'openai', model: 'gpt-test' });
    expect(await known()).toBe('openai');
  });
});
