import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ArchiveAutomation,
  AutomationDetail,
  CreateAutomation,
  Id,
  RenameAutomation,
} from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { AutomationsService } from '../automations.service.ts';
import { CreationService } from './creation.service.ts';

@ApiTags('automations')
@Controller('automations')
export class CreationController {
  constructor(
    private readonly creation: CreationService,
    private readonly automations: AutomationsService,
  ) {}

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post()
  @HttpCode(201)
  @ApiResponse({ status: 201, standardSchema: AutomationDetail })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: CreateAutomation }) request: CreateAutomation,
  ): Promise<AutomationDetail> {
    await this.creation.create(caller, request);
    return this.automations.detail(caller, request.id);
  }

  @Allow('instructor', 'admin')
  @Patch(':id')
  @ApiResponse({ status: 200, standardSchema: AutomationDetail })
  async rename(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RenameAutomation }) request: RenameAutomation,
  ): Promise<AutomationDetail> {
    await this.creation.rename(caller, id, request);
    return this.automations.detail(caller, id);
  }

  @Allow('instructor', 'admin')
  @Post(':id/archive')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AutomationDetail })
  async archive(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ArchiveAutomation }) request: ArchiveAutomation,
  ): Promise<AutomationDetail> {
    await this.creation.archive(caller, id, request);
    return this.automations.detail(caller, id);
  }

  @Allow('instructor', 'admin')
  @Post(':id/restore')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AutomationDetail })
  async restore(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ArchiveAutomation }) request: ArchiveAutomation,
  ): Promise<AutomationDetail> {
    await this.creation.restore(caller, id, request);
    return this.automations.detail(caller, id);
  }
}
