import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { loadConfig } from '@gradus/config';
import { dataConverter } from '@gradus/temporal';
import { createActivities } from './activities.ts';
import { HAND_WRITTEN_QUEUE } from './queue.ts';

// A worker of its own with the settings of the product's, so that only the workflow differs.
Runtime.install({ logger: new DefaultLogger('WARN') });
const config = loadConfig();
const db = new pg.Pool({
  connectionString: config.database.url,
  max: 20,
  application_name: 'hand-written worker',
});
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: config.temporal.address }),
  namespace: config.temporal.namespace,
  taskQueue: HAND_WRITTEN_QUEUE,
  workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
  activities: createActivities({
    db,
    issuerSeed: config.credentials.issuerSeed,
    publicUrl: config.api.publicUrl.replace(/\/$/, ''),
  }),
  dataConverter: dataConverter(config.temporal.payloadKeys),
  maxCachedWorkflows: 500,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 20,
  maxConcurrentLocalActivityExecutions: 20,
});
console.log(JSON.stringify({ ready: true }));
await worker.run();
await db.end();
