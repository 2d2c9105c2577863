import { SetMetadata } from '@nestjs/common';

/** The kinds of requests that are counted apart; the numbers are in the configuration. */
export type LimitName = 'auth' | 'refresh' | 'stream' | 'generation' | 'analytics' | 'hook' | 'general';

export const LIMIT = 'gradus:limit';

/** Counts this route under another limit than `general`. */
export const Limited = (name: LimitName) => SetMetadata(LIMIT, name);

/** Not counted: health, and calls that prove who they are by a signature (webhooks). */
export const Unlimited = () => SetMetadata(LIMIT, 'none');
