import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import { LimitExceededError } from './limit-errors.ts';

/** Counts a request under the limits of its route and tells how many are left in the headers of the IETF draft. */
@Injectable()
export class LimitGuard extends ThrottlerGuard {
  protected override async handleRequest(props: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, throttler, blockDuration, getTracker } = props;
    const { req, res } = this.getRequestResponse(context);
    const name = throttler.name ?? 'general';
    const who = await getTracker(req, context);
    const key = createHash('sha256').update(who).digest('base64url');
    const count = await this.storageService.increment(key, ttl, limit, blockDuration, name);
    const left = Math.max(0, limit - count.totalHits);
    const reply = res as unknown as FastifyReply;
    void reply.header(
      'RateLimit-Policy',
      joined(reply, 'ratelimit-policy', `"${name}";q=${limit};w=${ttl / 1000}`),
    );
    void reply.header('RateLimit', joined(reply, 'ratelimit', `"${name}";r=${left};t=${count.timeToExpire}`));
    if (count.isBlocked) throw new LimitExceededError(name, count.timeToBlockExpire);
    return true;
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http');
  }
}

/** Two limits on one route are two members of one header. */
function joined(reply: FastifyReply, header: string, member: string): string {
  const before = reply.getHeader(header);
  return before === undefined ? member : `${String(before)}, ${member}`;
}
