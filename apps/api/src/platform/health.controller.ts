import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/policy.decorators.ts';
import { Unlimited } from '../limits/limit.decorators.ts';
import { type PartHealth, PartsHealth } from './parts-health.ts';

/** For whoever keeps this process alive. Not under /api and not limited. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly parts: PartsHealth) {}

  @Public()
  @Unlimited()
  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 503 without PostgreSQL; `degraded` without the others, because accepted requests still end well. */
  @Public()
  @Unlimited()
  @Get('ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; parts: PartHealth[] }> {
    const parts = await this.parts.check();
    const database = parts.find(({ name }) => name === 'PostgreSQL')?.ok === true;
    if (!database) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    const all = parts.every(({ ok }) => ok);
    return { status: !database ? 'unavailable' : all ? 'ready' : 'degraded', parts };
  }
}
