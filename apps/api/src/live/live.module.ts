import { Module } from '@nestjs/common';
import { LiveHub } from './live-hub.ts';
import { LiveStreams } from './live-streams.ts';
import { LiveTickets } from './live-tickets.ts';
import { LiveTopics } from './live-topics.ts';
import { LiveController } from './live.controller.ts';

@Module({ controllers: [LiveController], providers: [LiveHub, LiveStreams, LiveTickets, LiveTopics] })
export class LiveModule {}
