import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { SimulatedLearnerStarted } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { DrawingInvalidError } from '../automations/automation-errors.ts';
import { findOrCreatePerson } from '../enrollments/new-person.ts';
import { Passwords } from '../identity/logins/passwords.ts';
import { TriedDrawingsService } from '../foresight/tried-drawings.service.ts';
import { DemoOffError, DemoTooFastError, SimulatorAwayError } from './demo-errors.ts';
import { topSpeed } from './top-speed.ts';

const ANSWER_WITHIN_MS = 5_000;
const NAMES = [
  'Ada',
  'Bruno',
  'Chiara',
  'David',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaya',
  'Lin',
];

/** Makes somebody who is marked simulated and asks the process that plays learners to be them. */
@Injectable()
export class SimulatedLearnersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly config: AppConfig,
    private readonly drawings: TriedDrawingsService,
  ) {}

  /** @throws DemoOffError, DemoTooFastError, SimulatorAwayError */
  async start(caller: Caller, courseId: string, speed: number): Promise<SimulatedLearnerStarted> {
    const { enabled, learnerUrl } = this.config.demo;
    if (!enabled || !learnerUrl) throw new DemoOffError();
    await this.#refuseTooFast(caller, courseId, speed);
    const password = randomBytes(24).toString('base64url');
    const learner = await this.#create(caller, courseId, { password, speed });
    try {
      await ask(learnerUrl, { email: learner.email, password, courseId, speed });
    } catch (error) {
      await this.#remove(caller, learner.userId);
      throw new SimulatorAwayError(error);
    }
    return { userId: learner.userId, name: learner.name, speed };
  }

  /** The journey that a learner of this course is taken through now has to leave them time for what takes real time. */
  async #refuseTooFast(caller: Caller, courseId: string, speed: number): Promise<void> {
    const [journey] = await this.dataSource.query<Array<{ id: string; version: string | null }>>(
      `SELECT id, live_version_id AS version FROM automations
        WHERE organization_id = $1 AND course_id = $2 AND use = 'journey' ORDER BY created_at LIMIT 1`,
      [caller.organizationId, courseId],
    );
    if (!journey?.version) return;
    const drawing = await this.drawings.read(caller, journey.id, journey.version).catch(unlessInvalid);
    if (drawing === null) return;
    const { plan, course } = drawing;
    const top = topSpeed(plan, course, Date.now());
    if (top !== null && speed > top) throw new DemoTooFastError(top);
  }

  async #create(
    { organizationId, userId: actorId, timeZone }: Caller,
    courseId: string,
    { password, speed }: { password: string; speed: number },
  ): Promise<{ userId: string; email: string; name: string }> {
    const tag = randomBytes(4).toString('hex');
    const name = `${NAMES[Number.parseInt(tag, 16) % NAMES.length]} (simulated)`;
    const email = `simulated-${tag}@gradus.local`;
    const passwordHash = await this.passwords.hash(password);
    const userId = await this.dataSource.transaction(async (manager) => {
      const courses = await manager.query<unknown[]>(
        'SELECT 1 FROM courses WHERE id = $1 AND organization_id = $2 AND published_version_id IS NOT NULL',
        [courseId, organizationId],
      );
      found(courses[0], 'course');
      const person = await findOrCreatePerson(manager, {
        organizationId,
        email,
        name,
        timeZone,
        passwordHash,
        simulated: true,
        verified: true,
      });
      await recordAudit(manager, {
        organizationId,
        actorId,
        action: 'demo.learner-started',
        subjectKind: 'user',
        subjectId: person.userId,
        data: { courseId, speed },
      });
      return person.userId;
    });
    return { userId, email, name };
  }

  /** Only somebody who has done nothing yet: an answer may have been lost although the learner is being played. */
  async #remove({ organizationId }: Caller, userId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [, removed] = await manager.query<[unknown[], number]>(
        `DELETE FROM memberships m WHERE m.organization_id = $1 AND m.user_id = $2
            AND NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.user_id = $2)
            AND NOT EXISTS (SELECT 1 FROM refresh_token_families f WHERE f.user_id = $2)
            AND NOT EXISTS (SELECT 1 FROM segment_members s WHERE s.user_id = $2)`,
        [organizationId, userId],
      );
      if (removed !== 1) return;
      await manager.query('DELETE FROM segment_checks WHERE user_id = $1', [userId]);
      await manager.query('DELETE FROM users WHERE id = $1 AND simulated', [userId]);
    });
  }
}

/** A version that does not fit its course of today moves live learners all the same. */
function unlessInvalid(error: unknown): null {
  if (error instanceof DrawingInvalidError) return null;
  throw error;
}

async function ask(
  learnerUrl: string,
  part: { email: string; password: string; courseId: string; speed: number },
): Promise<void> {
  const answer = await fetch(`${learnerUrl}/learners`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(part),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  await answer.body?.cancel();
  if (answer.status !== 202) throw new Error(`The simulator answered ${answer.status}.`);
}
