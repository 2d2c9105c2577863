import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import {
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
  bundleWorkflowCode,
} from '@temporalio/worker';
import { dataConverter } from '@gradus/temporal';
import { HISTORY_KEYS } from './history-keys.ts';

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../../histories', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const [id = '', key = ''] = HISTORY_KEYS.split(':');

/** Histories recorded by released workflow code, against the code as it is now. */
describe('recorded histories', () => {
  let workflowBundle: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    workflowBundle = await bundleWorkflowCode({
      workflowsPath: require.resolve('../index.ts'),
      failureConverterPath: require.resolve('@gradus/temporal/failure-converter'),
      logger: new DefaultLogger('ERROR'),
    });
  }, 60_000);

  const options = () => ({
    workflowBundle,
    dataConverter: dataConverter([{ id, key: Buffer.from(key, 'base64') }]),
  });
  const read = (name: string) => historyFromJSON(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));

  it('cover every workflow', () => {
    const recorded = new Set(files.map((name) => name.split('.')[0]));
    expect([...recorded].sort()).toEqual(
      [
        'admitPeople',
        'enrollLearner',
        'gradeSubmission',
        'issueCertificate',
        'migrateRuns',
        'performBulkOperation',
        'refundPayment',
        'runAutomation',
        'runSubscription',
      ].sort(),
    );
  });

  it.each(files)('%s replays without a difference', async (name) => {
    await Worker.runReplayHistory(options(), read(name));
  });

  it('would be found different if the code did something else (the check can fail)', async () => {
    const history = read(files.find((name) => name.startsWith('issueCertificate'))!);
    for (const event of history.events ?? []) {
      const type = event.activityTaskScheduledEventAttributes?.activityType;
      if (type) type.name = 'anotherActivity';
    }
    await expect(Worker.runReplayHistory(options(), history)).rejects.toThrow(/[Nn]on-?determinis/);
  });
});
