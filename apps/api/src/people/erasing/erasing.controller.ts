import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { ErasePerson, Id, PersonErased } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { ErasingService } from './erasing.service.ts';

@ApiTags('people')
@Controller('people/:id')
export class ErasingController {
  constructor(private readonly erasing: ErasingService) {}

  @Allow('admin')
  @Idempotent()
  @Post('erase')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: PersonErased })
  erase(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ErasePerson }) request: ErasePerson,
  ): Promise<PersonErased> {
    return this.erasing.erase(caller, id, request);
  }
}
