import { type ActivityParts, PAYMENT_QUESTION_MS, createActivities } from '@gradus/activities';
import type { AppConfig } from '@gradus/config';
import { Plans, Vault, createDataSource, noteModel } from '@gradus/database';
import { createLiveBell } from '@gradus/events';
import { createGrader, createWriter, modelOf } from '@gradus/integrations/ai';
import { SmtpMailer } from '@gradus/integrations/mail';
import { createCaller } from '@gradus/integrations/webhooks';
import { StripePayments } from '@gradus/integrations/stripe';
import { Bells, createTemporalClient, retryActivityNow } from '@gradus/temporal';
import { Hands } from './mailing/hands.ts';
import { workflowsOf } from './temporal-worker.ts';

/** Everything a worker is made of, from its configuration. */
export async function createWorkerParts(config: AppConfig, log: (line: string) => void) {
  const dataSource = await createDataSource({
    url: config.database.url,
    poolSize: 20,
    applicationName: 'gradus worker',
  }).initialize();
  const client = createTemporalClient(config.temporal);
  const bells = new Bells(client, config.temporal.taskQueue, (target, error) =>
    log(`Could not ring ${target.workflowId}: ${error instanceof Error ? error.message : String(error)}`),
  );
  const live = createLiveBell({ redisUrl: config.redis.url ?? null, databaseUrl: config.database.url });
  const hands = new Hands();
  const graderModel = modelOf(config.grader);
  await noteModel(dataSource.manager, { provider: config.grader.provider, model: graderModel }).catch(
    (error: unknown) => log(`Which AI model is in use could not be noted: ${String(error)}`),
  );
  const provider = {
    provider: config.grader.provider,
    apiKey: config.grader.apiKey,
    baseURL: config.grader.baseUrl,
    timeoutMs: 60_000,
  };
  const parts: ActivityParts = {
    dataSource,
    plans: new Plans(),
    vault: new Vault(config.dataKeys),
    bells,
    hurry: (attempt) => retryActivityNow(client, attempt),
    live,
    grader: createGrader(provider),
    writer: createWriter(provider),
    graderModel,
    payments: new StripePayments({ ...config.payments, timeoutMs: PAYMENT_QUESTION_MS }),
    caller: createCaller({ inside: config.calls.inside }),
    issuerSeed: config.credentials.issuerSeed,
    publicUrl: config.api.publicUrl.replace(/\/$/, ''),
    retries: config.retries,
    post: hands,
  };
  const mailer = new SmtpMailer({ url: config.mail.url, timeoutMs: 15_000 });
  const workflows = workflowsOf(process.argv[1] ?? '');
  return { parts, activities: createActivities(parts), workflows, client, mailer, hands };
}

export type WorkerParts = Awaited<ReturnType<typeof createWorkerParts>>;
