import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode } from '@temporalio/worker';

const require = createRequire(import.meta.url);

describe('the workflow bundle', () => {
  let code: string;
  beforeAll(async () => {
    const bundle = await bundleWorkflowCode({
      workflowsPath: require.resolve('../index.ts'),
      failureConverterPath: require.resolve('@gradus/temporal/failure-converter'),
      logger: { trace() {}, debug() {}, info() {}, warn() {}, error: console.error, log() {} },
    });
    code = bundle.code;
  }, 60_000);

  it('stays below 2 MB', () => expect(code.length).toBeLessThan(2_000_000));

  it.each([
    '@nestjs',
    'typeorm',
    'node_modules/pg/',
    'ioredis',
    'reflect-metadata',
    'node_modules/zod',
    'libs/flow/',
    'libs/database/',
    'activities/src',
  ])('holds nothing of %s', (part) => expect(code).not.toContain(part));

  it('holds every workflow by its name', () => {
    for (const name of [
      'runAutomation',
      'enrollLearner',
      'gradeSubmission',
      'issueCertificate',
      'runSubscription',
      'performBulkOperation',
      'admitPeople',
    ])
      expect(code).toContain(`function ${name}(`);
  });
});
