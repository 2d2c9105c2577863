import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AuditChain,
  AuditEntry,
  NoteAnswer,
  NoteWork,
  PersonSummary,
  RetryAnswer,
  RetryWork,
  WorkItem,
  WorkList,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { AuditLogService } from './audit-log.service.ts';
import { NoteService } from './note.service.ts';
import { PeopleService } from './people.service.ts';
import { RetryService } from './retry.service.ts';
import { WorkListService } from './work-list.service.ts';

const PeoplePage = page(PersonSummary).meta({ id: 'PeoplePage' });
const AuditPage = page(AuditEntry).meta({ id: 'AuditPage' });
const WorkItemsPage = page(WorkItem).meta({ id: 'WorkItemsPage' });
const GroupId = z.string().min(3).max(200);
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });
const PeopleQuery = z.strictObject({
  search: z.string().max(200).optional(),
  cursor: z.string().max(500).optional(),
});

@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly workList: WorkListService,
    private readonly retries: RetryService,
    private readonly notes: NoteService,
    private readonly people: PeopleService,
    private readonly auditLog: AuditLogService,
  ) {}

  @Allow('ops', 'admin')
  @Get('work-list')
  @ApiResponse({ status: 200, standardSchema: WorkList })
  readWorkList(@CurrentCaller() caller: Caller): Promise<WorkList> {
    return this.workList.read(caller);
  }

  @Allow('ops', 'admin')
  @Get('work-list/:groupId/items')
  @ApiResponse({ status: 200, standardSchema: WorkItemsPage })
  readWorkItems(
    @CurrentCaller() caller: Caller,
    @Param('groupId', { schema: GroupId }) groupId: string,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof WorkItemsPage>> {
    return this.workList.items(caller, groupId, cursor);
  }

  @Allow('ops', 'admin')
  @Idempotent()
  @Post('work-list/:groupId/retry')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: RetryAnswer })
  retry(
    @CurrentCaller() caller: Caller,
    @Param('groupId', { schema: GroupId }) groupId: string,
    @Body({ schema: RetryWork }) request: RetryWork,
    @Headers('idempotency-key') key: string,
  ): Promise<RetryAnswer> {
    return this.retries.retry(caller, groupId, request, key);
  }

  @Allow('ops', 'admin')
  @Idempotent()
  @Post('work-list/:groupId/note')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: NoteAnswer })
  note(
    @CurrentCaller() caller: Caller,
    @Param('groupId', { schema: GroupId }) groupId: string,
    @Body({ schema: NoteWork }) request: NoteWork,
    @Headers('idempotency-key') key: string,
  ): Promise<NoteAnswer> {
    return this.notes.note(caller, groupId, request, key);
  }

  @Allow(...STAFF)
  @Get('people')
  @ApiResponse({ status: 200, standardSchema: PeoplePage })
  findPeople(
    @CurrentCaller() caller: Caller,
    @Query({ schema: PeopleQuery }) query: z.infer<typeof PeopleQuery>,
  ): Promise<z.infer<typeof PeoplePage>> {
    return this.people.find(caller, query);
  }

  @Allow('ops', 'admin')
  @Get('audit-log')
  @ApiResponse({ status: 200, standardSchema: AuditPage })
  readAuditLog(
    @CurrentCaller() caller: Caller,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof AuditPage>> {
    return this.auditLog.list(caller, cursor);
  }

  @Allow('ops', 'admin')
  @Get('audit-log/chain')
  @ApiResponse({ status: 200, standardSchema: AuditChain })
  checkAuditChain(@CurrentCaller() caller: Caller): Promise<AuditChain> {
    return this.auditLog.checkChain(caller);
  }

  @Allow('ops', 'admin')
  @Get('audit-log/chain.jsonl')
  @Header('content-type', 'application/jsonl')
  @ApiProduces('application/jsonl')
  downloadAuditChain(@CurrentCaller() caller: Caller): StreamableFile {
    return this.auditLog.file(caller);
  }
}
