import type { EntityManager } from 'typeorm';
import type { SentValue, StepOf } from '@gradus/flow';
import { WritingErasedError } from '@gradus/database';
import { CallRefusedError } from '@gradus/integrations/webhooks';
import type { ActivityParts } from '../../activity-parts.ts';
import type { RunEffect } from '../effects/effect-work.ts';

type Config = StepOf<'webhook'>['config'];

interface Subject {
  run: string;
  person: string;
  automation: string;
  course: string | null;
  enrollment: string | null;
  name: string;
  email: string;
  timeZone: string;
  fields: Record<string, string | number | boolean>;
}

/** Where a call goes and what it says, the same at every attempt of one try; and the automation that makes it. */
export interface CallToMake {
  url: string;
  body: string;
  automationId: string;
}

/** The call of an effect. @throws CallRefusedError when the person is erased */
export async function callToMake(
  { dataSource, vault }: ActivityParts,
  effect: RunEffect,
): Promise<CallToMake> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const subject = await readSubject(manager, effect);
    const { automation: automationId } = subject;
    try {
      const kept = await readKept(manager, effect);
      if (kept)
        return { url: kept.url, body: await vault.open(manager, subject.person, kept.body), automationId };
      const { url, fields } = effect.config as Config;
      const body = JSON.stringify(
        Object.fromEntries(fields.map(({ name, value }) => [name, valueOf(value, subject, effect)])),
      );
      const sealed = await vault.seal(manager, subject.person, body);
      await manager.query(
        `INSERT INTO outside_calls (effect_id, try, organization_id, user_id, url, body) VALUES ($1, $2, $3, $4, $5, $6)`,
        [effect.id, effect.try, effect.organizationId, subject.person, url, sealed],
      );
      return { url, body, automationId };
    } catch (error) {
      if (!(error instanceof WritingErasedError)) throw error;
      throw new CallRefusedError(
        'call.person-erased',
        'The person was erased meanwhile; nobody is told. Skip the step.',
      );
    }
  });
}

async function readKept(manager: EntityManager, effect: RunEffect) {
  const [row] = await manager.query<Array<{ url: string; body: Buffer }>>(
    'SELECT url, body FROM outside_calls WHERE effect_id = $1 AND try = $2 AND organization_id = $3',
    [effect.id, effect.try, effect.organizationId],
  );
  return row ?? null;
}

async function readSubject(manager: EntityManager, { runId, organizationId }: RunEffect): Promise<Subject> {
  const [row] = await manager.query<[Subject]>(
    `SELECT r.id AS run, r.user_id AS person, r.automation_id AS automation, r.enrollment_id AS enrollment,
            COALESCE(e.course_id, a.course_id) AS course, u.name, u.email, u.time_zone AS "timeZone",
            COALESCE((SELECT jsonb_object_agg(f.field, f.value) FROM (
               SELECT DISTINCT ON (field) field, value FROM person_fields
                WHERE organization_id = $2 AND user_id = r.user_id ORDER BY field, set_at DESC, created_at DESC) f
             ), '{}') AS fields
       FROM runs r JOIN automations a ON a.id = r.automation_id JOIN users u ON u.id = r.user_id
       LEFT JOIN enrollments e ON e.id = r.enrollment_id
      WHERE r.id = $1 AND r.organization_id = $2`,
    [runId, organizationId],
  );
  return row;
}

function valueOf(value: SentValue, subject: Subject, { given }: RunEffect): string | number | boolean | null {
  switch (value.kind) {
    case 'id':
      return subject[value.of];
    case 'person':
      return subject[value.what];
    case 'field':
      return subject.fields[value.field] ?? null;
    case 'variable':
      return given[value.variable] ?? null;
    case 'text':
      return value.text;
  }
}
