import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { say } from '../progress.ts';
import type { Secrets } from '../secrets.ts';
import { repositoryRoot, type Settings } from '../settings.ts';
import type { PartPlan } from '../supervision/part.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { answers } from './ports.ts';

/** Starts the processes that stand in for mail, payments and AI, each only where no real one was given. */
export async function bringUpStandIns(
  settings: Settings,
  secrets: Secrets,
  supervisor: Supervisor,
): Promise<void> {
  for (const plan of standInPlans(settings, secrets)) {
    const [source = ''] = plan.args;
    if (existsSync(source)) await supervisor.start(plan);
    else say(`Skipping ${plan.title}: ${path.relative(repositoryRoot, source)} does not exist yet.`);
  }
}

function standInPlans(settings: Settings, secrets: Secrets): PartPlan[] {
  const { ports, given } = settings;
  const webhook = `http://127.0.0.1:${ports.api}/api/webhooks/stripe`;
  const mail = { SMTP_PORT: String(ports.mailSmtp), HTTP_PORT: String(ports.mailHttp) };
  const payments = {
    HTTP_PORT: String(ports.payments),
    WEBHOOK_URL: webhook,
    WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRETS,
    SECRET_KEY: secrets.STRIPE_SECRET_KEY,
  };
  return [
    ...(given.smtpUrl ? [] : [standIn(settings, 'mail-inbox', 'the mail inbox', ports.mailHttp, mail)]),
    ...(given.stripeKey
      ? []
      : [standIn(settings, 'payments', 'the payments stand-in', ports.payments, payments)]),
    standIn(settings, 'ai-provider', 'the AI provider stand-in', ports.ai, { HTTP_PORT: String(ports.ai) }),
    standIn(settings, 'simulated-learner', 'the simulated learners', ports.learner, {
      HTTP_PORT: String(ports.learner),
      API_URL: `http://127.0.0.1:${ports.api}`,
    }),
    standIn(settings, 'webhook-receiver', 'the webhook receiver', ports.receiver, {
      HTTP_PORT: String(ports.receiver),
    }),
  ];
}

function standIn(
  settings: Settings,
  name: string,
  title: string,
  port: number,
  variables: Record<string, string>,
): PartPlan {
  const folder = path.join(settings.data, name);
  mkdirSync(folder, { recursive: true });
  return {
    name,
    title,
    command: process.execPath,
    args: [path.join(repositoryRoot, 'stand-ins', 'src', name, 'main.ts')],
    env: { ...process.env, DATA_DIR: folder, ...variables },
    cwd: repositoryRoot,
    port,
    graceMs: 2000,
    stage: 1,
    ready: () => answers('127.0.0.1', port),
  };
}
