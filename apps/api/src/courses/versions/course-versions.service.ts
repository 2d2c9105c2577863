import { Injectable } from '@nestjs/common';
import type { CourseVersionChanges, CourseVersionSummary, PublishCourseVersion } from '@gradus/contracts';
import {
  AutomationsUnfitError,
  CourseVersionMissingError,
  PublishedVersionChangedError,
  publishCourseVersion,
  unfitAutomations,
} from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Announcer } from '../../announcing/announcer.ts';
import { doneBefore, recordAudit, requestEntry } from '../../audit/record-audit.ts';
import type { Page } from '../../paging/page-cursor.ts';
import { MissingError } from '../../problems/request-errors.ts';
import { CourseAutomationsUnfitError, CourseVersionOutdatedError } from '../course-errors.ts';
import { CourseVersionsQueries } from './course-versions.queries.ts';
import { describeChanges } from './describe-changes.ts';

/** Versions of a course: what was imported, what it would change, and making it what new learners get. */
@Injectable()
export class CourseVersionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: CourseVersionsQueries,
    private readonly announcer: Announcer,
  ) {}

  async list(
    { organizationId }: Caller,
    courseId: string,
    cursor?: string,
  ): Promise<Page<CourseVersionSummary>> {
    found(await this.queries.published(organizationId, courseId), 'course');
    return this.queries.list(organizationId, courseId, cursor);
  }

  async changes(
    { organizationId }: Caller,
    courseId: string,
    versionId: string,
  ): Promise<CourseVersionChanges> {
    const published = found(await this.queries.published(organizationId, courseId), 'course');
    const after = found(await this.queries.content(organizationId, courseId, versionId), 'version');
    const before = published.id && (await this.queries.content(organizationId, courseId, published.id));
    const unfit = await unfitAutomations(this.dataSource.manager, organizationId, courseId, versionId);
    const opened = await this.queries.openedByJourney(organizationId, courseId);
    return {
      publishedVersionId: published.id,
      changes: describeChanges(before || { about: null, phases: [], modules: [] }, after),
      unfit: unfit.map(({ automationId, name, problems }) => ({
        automationId,
        name,
        problems: problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      })),
      unopened:
        opened === null || opened.includes('*')
          ? []
          : after.modules.filter(({ key }) => !opened.includes(key)).map(({ title }) => title),
    };
  }

  /** @throws MissingError, CourseVersionOutdatedError, CourseAutomationsUnfitError */
  async publish(
    caller: Caller,
    courseId: string,
    versionId: string,
    { publishedVersionId, note }: PublishCourseVersion,
    key: string,
  ): Promise<CourseVersionSummary> {
    const { organizationId } = caller;
    const about = { action: 'course.version-published', subjectKind: 'course', subjectId: courseId } as const;
    const entry = requestEntry(caller, key, about);
    await this.dataSource
      .transaction(async (manager) => {
        await manager.query(
          'SELECT 1 FROM courses WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE',
          [courseId, organizationId],
        );
        if (await doneBefore(manager, entry)) return;
        const { number } = await publishCourseVersion(manager, {
          organizationId,
          courseId,
          courseVersionId: versionId,
          expectedPublished: publishedVersionId,
        });
        await recordAudit(manager, {
          ...entry,
          reason: note,
          data: { versionId, number, before: publishedVersionId },
        });
      })
      .catch((error: unknown) => {
        throw refusalOf(error);
      });
    await this.announcer.announce([topics.course(courseId)]);
    return found(await this.queries.version(organizationId, courseId, versionId), 'version');
  }
}

/** What publishing refuses, as the API says it. */
function refusalOf(error: unknown): unknown {
  if (error instanceof CourseVersionMissingError) return new MissingError('version');
  if (error instanceof PublishedVersionChangedError) return new CourseVersionOutdatedError(error.message);
  if (error instanceof AutomationsUnfitError)
    return new CourseAutomationsUnfitError(error.message, error.automations);
  return error;
}
