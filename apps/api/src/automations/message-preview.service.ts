import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { MessagePreview, PreviewMessage } from '@gradus/contracts';
import { MESSAGE_VARIABLES } from '@gradus/flow';
import { renderMail, renderNotice } from '@gradus/integrations/mail-render';
import type { Caller } from '../access/caller.ts';
import { DraftsService } from './drafts.service.ts';

/** A mail as it would arrive, with sample values and the school's and the course's real names. */
@Injectable()
export class MessagePreviewService {
  constructor(
    private readonly drafts: DraftsService,
    private readonly config: AppConfig,
  ) {}

  async render(caller: Caller, automationId: string, message: PreviewMessage): Promise<MessagePreview> {
    const { row, compiled, catalogue } = await this.drafts.compiled(caller, automationId);
    // While the drawing does not compile, nobody knows which module a step is about: samples stand in.
    const step = compiled.ok && message.stepId ? compiled.plan.steps[message.stepId] : undefined;
    const title = catalogue.modules.find(({ key }) => key === step?.module)?.title;
    const real: Record<string, string | undefined> = {
      'school.name': row.school_name,
      'course.title': row.course_title ?? undefined,
      'module.title': title,
    };
    const known = MESSAGE_VARIABLES.filter(
      ({ needs }) =>
        needs === null ||
        (needs === 'course' ? row.course_id !== null : step === undefined || step.module !== null),
    );
    const variables = Object.fromEntries(known.map(({ name, example }) => [name, real[name] ?? example]));
    const { title: heading, body } = renderNotice({ ...message, variables });
    const mail = renderMail({
      subject: message.subject,
      body: message.body,
      variables,
      organizationName: row.school_name,
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
}
