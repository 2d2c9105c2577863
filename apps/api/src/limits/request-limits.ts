import type { AppConfig } from '@gradus/config';
import type { FastifyRequest } from 'fastify';
import type { CountedAccounts } from './counted-accounts.ts';
import type { LimitName } from './limit.decorators.ts';

/** So many requests in a window, counted for whoever `countedFor` names (null: not counted). */
export interface RequestLimit {
  name: string;
  limit: number;
  windowSeconds: number;
  countedFor: (request: FastifyRequest) => string | null | Promise<string | null>;
  /** Keeps guessers out, so it is counted in PostgreSQL when Redis is away; the others then let everybody pass. */
  mustHold: boolean;
}

const MINUTE = 60;
const HOUR = 3_600;

/** Calls of one hook in a minute. */
const HOOK_CALLS = 600;

/**
 * The limits of each kind of route. Signing in is counted twice: per address, and per account that is named. Whoever can show whose
 * request it is (an access token, a refresh cookie, a ticket) is counted as that, anybody else by their address.
 */
export function requestLimits(
  config: AppConfig['limits'],
  accounts: CountedAccounts,
): Record<LimitName, RequestLimit[]> {
  const auth = { limit: config.authPerMinute, windowSeconds: MINUTE, mustHold: true };
  const hourly = (name: LimitName, limit: number): RequestLimit[] => [
    { name, limit, windowSeconds: HOUR, countedFor: account, mustHold: false },
  ];
  return {
    auth: [
      { name: 'auth', ...auth, countedFor: address },
      { name: 'auth-account', ...auth, countedFor: accountNamed },
    ],
    refresh: [
      {
        name: 'refresh',
        limit: config.refreshPerMinute,
        windowSeconds: MINUTE,
        countedFor: async (request) => (await accounts.ofRefreshCookie(request)) ?? address(request),
        mustHold: true,
      },
    ],
    stream: hourly('general', config.generalPerHour).map((limit) => ({
      ...limit,
      countedFor: async (request) =>
        request.caller ? account(request) : ((await accounts.ofTicket(request)) ?? address(request)),
    })),
    generation: hourly('generation', config.generationPerHour),
    analytics: hourly('analytics', config.analyticsPerHour),
    hook: [
      { name: 'hook', limit: HOOK_CALLS, windowSeconds: MINUTE, countedFor: hookCaller, mustHold: false },
    ],
    general: hourly('general', config.generalPerHour),
  };
}

/** Who calls one hook: others who try it cannot use up what its sender may. */
const hookCaller = (request: FastifyRequest) => `${request.url.split('?')[0]}:${address(request)}`;

const address = (request: FastifyRequest) => `address:${networkOf(request.ip)}`;

const account = (request: FastifyRequest) =>
  request.caller ? `account:${request.caller.userId}` : address(request);

/** The account that a sign-in names; whether there is one makes no difference. */
function accountNamed({ body }: FastifyRequest): string | null {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' && email.length <= 255 ? `email:${email.toLowerCase()}` : null;
}

/** One household of IPv6 is one address: its /64. */
function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
