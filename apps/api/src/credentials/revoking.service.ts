import { Injectable } from '@nestjs/common';
import type { CertificateRevoked, RevokeCertificate } from '@gradus/contracts';
import { revokeCredential } from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';

/** A person of the school takes a certificate back. A step of an automation does the same (see `revokeCredential`). */
@Injectable()
export class RevokingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
  ) {}

  /** @throws MissingError without a certificate; CredentialBeingIssuedError */
  async revoke(
    { organizationId, userId: actorId }: Caller,
    enrollmentId: string,
    { reason }: RevokeCertificate,
  ): Promise<CertificateRevoked> {
    const { credentialId, news, courseId } = await this.dataSource.transaction(
      'READ COMMITTED',
      async (manager) => {
        const [seat] = await manager.query<Array<{ course_id: string }>>(
          'SELECT course_id FROM enrollments WHERE id = $1 AND organization_id = $2',
          [enrollmentId, organizationId],
        );
        const place = found(seat, 'enrollment');
        const revocation = {
          organizationId,
          enrollmentId,
          reason,
          actorId,
          data: { enrollment: enrollmentId },
        };
        return {
          ...found(await revokeCredential(manager, revocation), 'credential'),
          courseId: place.course_id,
        };
      },
    );
    if (news)
      await this.announcer.announce([
        topics.enrollment(enrollmentId),
        topics.course(courseId),
        topics.outbox,
      ]);
    const notice = news
      ? 'Its page says so, with your reason, and the learner is told.'
      : 'It was revoked before; the first reason stays.';
    return { credentialId, revoked: news, notice };
  }
}
