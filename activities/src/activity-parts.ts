import type { DataSource } from 'typeorm';
import type { Retries } from '@gradus/contracts';
import type { Plans, Vault } from '@gradus/database';
import type { LiveBell } from '@gradus/events';
import type { Grader, Writer } from '@gradus/integrations/ai';
import type { Caller } from '@gradus/integrations/webhooks';
import type { Payments } from '@gradus/integrations/stripe';
import type { Bells } from '@gradus/temporal';
import type { Post } from './automation/posting/post.ts';

/** What the activities are made of; put together by the worker, and by tests. */
export interface ActivityParts {
  dataSource: DataSource;
  plans: Plans;
  vault: Vault;
  bells: Bells;
  /** Has an activity that is in a pause between two attempts tried again now; best effort. */
  hurry: (attempt: { workflowId: string; activityId: string }) => Promise<boolean>;
  live: LiveBell;
  grader: Grader;
  graderModel: string;
  /** Who writes texts, with the same model; null: no provider is connected. */
  writer: Writer | null;
  payments: Payments;
  /** Calls that cannot reach what is inside. */
  caller: Caller;
  issuerSeed: Uint8Array;
  /** Address of web and API as people see it, without a slash at the end. */
  publicUrl: string;
  retries: Retries;
  /** Who delivers messages in this process. */
  post: Post;
}
