import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import { Id } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type Caller, CurrentCaller, OptionalCaller } from '../access/caller.ts';
import { Allow, Public, SIGNED_IN } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { Limited } from '../limits/limit.decorators.ts';

const Order = z.strictObject({
  item: z.string().max(40),
  fail: z.boolean().optional(),
  slow: z.boolean().optional(),
});

/** Routes that only the tests have: what the foundation promises to every resource, tried on the smallest one. */
@Controller('probe')
export class ProbeController {
  served = 0;

  constructor(private readonly database: DataSource) {}

  @Allow('ops')
  @Get('ops')
  ops(): { ok: boolean } {
    return { ok: true };
  }

  @Get('forgotten')
  forgotten(): { ok: boolean } {
    return { ok: true };
  }

  @Public()
  @Get('open')
  open(@OptionalCaller() caller: Caller | null): { who: string | null } {
    return { who: caller?.email ?? null };
  }

  @Public()
  @Get('things/:id')
  thing(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: z.strictObject({ size: z.coerce.number().int().optional() }) }) _q: object,
  ) {
    return { id };
  }

  @Public()
  @Limited('auth')
  @Post('guess')
  @HttpCode(200)
  guess(): { ok: boolean } {
    return { ok: true };
  }

  @Allow(...SIGNED_IN)
  @Idempotent()
  @Post('orders/:shelf')
  @HttpCode(202)
  async order(
    @CurrentCaller() caller: Caller,
    @Param('shelf') shelf: string,
    @Body({ schema: Order }) order: z.infer<typeof Order>,
  ): Promise<{ serial: number; shelf: string; by: string }> {
    if (order.slow) await this.database.query('SELECT pg_sleep(0.5)');
    if (order.fail) throw new Error('a secret of the inside');
    return { serial: ++this.served, shelf, by: caller.userId };
  }

  /** Puts text into PostgreSQL as a resource would. */
  @Public()
  @Post('text')
  async text(@Body({ schema: z.strictObject({ text: z.string() }) }) { text }: { text: string }) {
    return (await this.database.query<Array<{ text: string }>>('SELECT $1::text AS text', [text]))[0];
  }
}

@Module({ controllers: [ProbeController] })
export class ProbeModule {}
