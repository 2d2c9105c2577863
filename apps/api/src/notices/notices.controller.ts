import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, MarkNoticesRead, NoticeCount, NoticeItem, page } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, SIGNED_IN } from '../access/policy.decorators.ts';
import { NoticesService } from './notices.service.ts';

const NoticePage = page(NoticeItem).meta({ id: 'NoticePage' });
const PageQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  unread: z.literal('yes').optional(),
});

@ApiTags('notices')
@Controller('notices')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Allow(...SIGNED_IN)
  @Get()
  @ApiResponse({ status: 200, standardSchema: NoticePage })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: PageQuery }) { cursor, unread }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof NoticePage>> {
    return this.notices.list(caller, { cursor, unread: unread === 'yes' });
  }

  @Allow(...SIGNED_IN)
  @Get('count')
  @ApiResponse({ status: 200, standardSchema: NoticeCount })
  count(@CurrentCaller() caller: Caller): Promise<NoticeCount> {
    return this.notices.count(caller);
  }

  /** Doing it twice is doing it once. */
  @Allow(...SIGNED_IN)
  @Put('read')
  @ApiResponse({ status: 200, standardSchema: NoticeCount })
  readAll(
    @CurrentCaller() caller: Caller,
    @Body({ schema: MarkNoticesRead }) { until }: MarkNoticesRead,
  ): Promise<NoticeCount> {
    return this.notices.readUntil(caller, until);
  }

  @Allow(...SIGNED_IN)
  @Put(':id/read')
  @ApiResponse({ status: 200, standardSchema: NoticeCount })
  read(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<NoticeCount> {
    return this.notices.read(caller, id);
  }
}
