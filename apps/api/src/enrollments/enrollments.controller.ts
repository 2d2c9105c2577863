import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { EnrollByHand, EnrollmentStarted, Id, RosterEntry, StartEnrollment, page } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, SIGNED_IN, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { EnrollmentByHandService } from './enrollment-by-hand.service.ts';
import { EnrollmentsService } from './enrollments.service.ts';
import { RosterService } from './roster.service.ts';

const RosterPage = page(RosterEntry).meta({ id: 'RosterPage' });
const RosterQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  search: z.string().max(200).optional(),
});

@ApiTags('enrollments')
@Controller('courses/:id')
export class EnrollmentsController {
  constructor(
    private readonly enrollments: EnrollmentsService,
    private readonly byHand: EnrollmentByHandService,
    private readonly roster: RosterService,
  ) {}

  @Allow(...SIGNED_IN)
  @Idempotent()
  @Post('enroll')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: EnrollmentStarted })
  enroll(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StartEnrollment }) { speed }: StartEnrollment,
  ): Promise<EnrollmentStarted> {
    return this.enrollments.start(caller, id, speed);
  }

  @Allow(...STAFF)
  @Get('roster')
  @ApiResponse({ status: 200, standardSchema: RosterPage })
  listRoster(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: RosterQuery }) query: z.infer<typeof RosterQuery>,
  ): Promise<z.infer<typeof RosterPage>> {
    return this.roster.list(caller, id, query);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('roster')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: EnrollmentStarted })
  enrollByHand(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: EnrollByHand }) request: EnrollByHand,
  ): Promise<EnrollmentStarted> {
    return this.byHand.enroll(caller, id, request);
  }
}
