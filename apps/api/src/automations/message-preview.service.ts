import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { MessagePreview, PreviewMessage } from '@gradus/contracts';
import { RunClock } from '@gradus/database';
import { MESSAGE_VARIABLES, textNamed, variablesIn } from '@gradus/flow';
import { mailLinks, renderMail, renderNotice, sayNextOpening } from '@gradus/integrations/mail-render';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { DraftsService } from './drafts.service.ts';
import { simulatedValues } from './trying/simulated-values.ts';
import { valuesAt } from './trying/values-at.ts';

/** What a mail to somebody who was there names. */
interface Reader {
  name: string;
  zone: string;
  courseId: string | null;
  course: string | null;
  credentialId: string | null;
  next: Date | null;
}

/** A mail as it would arrive: with the real names of school and course, and those of its reader, real or imagined, or samples. */
@Injectable()
export class MessagePreviewService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly drafts: DraftsService,
    private readonly config: AppConfig,
  ) {}

  async render(caller: Caller, automationId: string, message: PreviewMessage): Promise<MessagePreview> {
    const draft = await this.drafts.compiled(caller, automationId);
    const real = message.as && (await this.#valuesFor(caller, automationId, message.as));
    const place = { courseId: draft.row.course_id, publicUrl: this.config.api.publicUrl };
    const known = message.simulated ? simulatedValues(message.simulated, place, real) : real;
    const variables = valuesAt(MESSAGE_VARIABLES, { ...draft, stepId: message.stepId, known });
    for (const name of variablesIn(`${message.subject} ${message.body}`))
      if (textNamed(name) !== null)
        variables[name] = `[the text “${textNamed(name)}”, as it is written for each learner]`;
    const { title: heading, body } = renderNotice({ ...message, variables });
    const mail = renderMail({
      subject: message.subject,
      body: message.body,
      variables,
      organizationName: draft.row.school_name,
      footer: {
        unsubscribeUrl:
          message.category === 'marketing' ? `${this.config.api.publicUrl}/unsubscribe?token=sample` : null,
      },
      simulated: false,
    });
    return {
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      notice: { title: heading, body },
      unknownVariables: [...mail.missing],
    };
  }

  /** As the relay fills them in when it sends (`apps/worker/src/mailing`), at a moment of the run's own clock. */
  async #valuesFor(
    { organizationId }: Caller,
    automationId: string,
    { runId, at }: NonNullable<PreviewMessage['as']>,
  ): Promise<Record<string, string | undefined>> {
    const [clocked] = await this.dataSource.query<Array<{ origin: Date; speed: number }>>(
      `SELECT clock_origin AS origin, speed FROM runs WHERE organization_id = $1 AND automation_id = $2 AND id = $3`,
      [organizationId, automationId, runId],
    );
    const { origin, speed } = found(clocked, 'run');
    const clock = new RunClock(origin, speed);
    const [reader] = await this.dataSource.query<Reader[]>(
      `SELECT u.name, u.time_zone AS zone, c.id AS "courseId", c.title AS course, cr.id AS "credentialId",
              (SELECT min(COALESCE(mu.unlock_at, mu.expected_at)) FROM module_unlocks mu
                WHERE mu.enrollment_id = e.id AND COALESCE(mu.unlock_at, mu.expected_at) > $3) AS next
         FROM runs r JOIN users u ON u.id = r.user_id
         LEFT JOIN enrollments e ON e.id = r.enrollment_id
         LEFT JOIN courses c ON c.id = e.course_id
         LEFT JOIN credentials cr ON cr.enrollment_id = e.id
        WHERE r.organization_id = $1 AND r.id = $2`,
      [organizationId, runId, clock.toReal(Date.parse(at))],
    );
    const { name, zone, courseId, course, credentialId, next } = found(reader, 'run');
    return {
      'person.name': name,
      'course.title': course ?? undefined,
      ...mailLinks(this.config.api.publicUrl, courseId, credentialId),
      'dates.next': sayNextOpening(next && new Date(clock.toVirtual(next)), zone),
    };
  }
}
