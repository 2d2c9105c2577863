import { Controller, Headers, HttpCode, type MessageEvent, Post, Query, Sse } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { LiveChange, LiveTicket } from '@gradus/contracts';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { type Caller, CurrentCaller, OptionalCaller } from '../access/caller.ts';
import { Allow, Public, SIGNED_IN } from '../access/policy.decorators.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { SignInNeededError } from '../problems/request-errors.ts';
import { LiveStreams } from './live-streams.ts';
import { LiveTickets } from './live-tickets.ts';
import { LiveTopics } from './live-topics.ts';

const MOST_TOPICS = 50;

const FollowTopics = z.strictObject({
  topics: z
    .string()
    .max(4_000)
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .refine((list) => list.length > 0, 'name at least one topic')
    .refine((list) => list.length <= MOST_TOPICS, `name at most ${MOST_TOPICS} topics`),
  ticket: z.string().max(200).optional(),
  lastEventId: z.string().max(40).optional(),
});

@ApiTags('live')
@Controller('live')
export class LiveController {
  constructor(
    private readonly tickets: LiveTickets,
    private readonly topics: LiveTopics,
    private readonly streams: LiveStreams,
  ) {}

  @Allow(...SIGNED_IN)
  @Post('tickets')
  @HttpCode(201)
  @ApiResponse({ status: 201, standardSchema: LiveTicket })
  async ticket(@CurrentCaller() caller: Caller): Promise<z.infer<typeof LiveTicket>> {
    return { ticket: await this.tickets.issue(caller) };
  }

  /** Whoever comes is let in by the ticket, or by an access token where the client can send one. */
  @Public()
  @Limited('stream')
  @Sse()
  @ApiProduces('text/event-stream')
  @ApiResponse({
    status: 200,
    standardSchema: LiveChange,
    description: '`event: ready`, data: LiveReady; then `event: changed`, data: LiveChange',
  })
  async follow(
    @Query({ schema: FollowTopics }) query: z.infer<typeof FollowTopics>,
    @OptionalCaller() signedIn: Caller | null,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Promise<Observable<MessageEvent>> {
    const caller = query.ticket === undefined ? signedIn : await this.tickets.redeem(query.ticket);
    if (!caller) throw new SignInNeededError(false);
    const followed = await this.topics.allowed(caller, query.topics);
    return this.streams.open(caller, followed, lastEventId ?? query.lastEventId ?? null);
  }
}
