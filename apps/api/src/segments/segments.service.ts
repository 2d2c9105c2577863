import { Injectable } from '@nestjs/common';
import type { Audience, AudiencePreview, SaveSegment, SegmentDetail } from '@gradus/contracts';
import { previewAudience, saveSegment } from '@gradus/database';
import { DataSource, QueryFailedError } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { MissingError } from '../problems/request-errors.ts';
import { SegmentInUseError, SegmentNameTakenError } from './segment-errors.ts';
import { SegmentsQueries } from './segments.queries.ts';

/** Segments: standing questions about people, made from typed conditions alone. */
@Injectable()
export class SegmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: SegmentsQueries,
  ) {}

  async detail({ organizationId }: Caller, segmentId: string): Promise<SegmentDetail> {
    return found(await this.queries.detail(organizationId, segmentId), 'segment');
  }

  preview({ organizationId }: Caller, audience: Audience): Promise<AudiencePreview> {
    return previewAudience(this.dataSource.manager, organizationId, audience);
  }

  /** @throws SegmentNameTakenError */
  async save(caller: Caller, segmentId: string, { name, audience }: SaveSegment): Promise<SegmentDetail> {
    const { organizationId, userId } = caller;
    await this.dataSource
      .transaction(async (manager) => {
        const segment = { id: segmentId, organizationId, name, audience, savedBy: userId };
        if (!(await saveSegment(manager, segment))) throw new MissingError('segment');
        await recordAudit(manager, {
          organizationId,
          actorId: userId,
          action: 'segment.saved',
          subjectKind: 'segment',
          subjectId: segmentId,
          reason: '',
          data: { name, audience },
        });
      })
      .catch((error: unknown) => {
        const code = error instanceof QueryFailedError && 'code' in error ? error.code : null;
        throw code === '23505' ? new SegmentNameTakenError() : error;
      });
    return this.detail(caller, segmentId);
  }

  /** @throws SegmentInUseError */
  async archive(caller: Caller, segmentId: string): Promise<void> {
    const { organizationId, userId } = caller;
    const { name, usedBy } = await this.detail(caller, segmentId);
    if (usedBy.length > 0) throw new SegmentInUseError(usedBy.map((automation) => automation.name));
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `UPDATE segments SET archived_at = clock_timestamp() WHERE id = $1 AND organization_id = $2`,
        [segmentId, organizationId],
      );
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: 'segment.archived',
        subjectKind: 'segment',
        subjectId: segmentId,
        reason: '',
        data: { name },
      });
    });
  }
}
