import { type ChangedGrade, changeGrade } from '@gradus/database';
import type { EntityManager } from 'typeorm';
import type { Learner, School } from './school.ts';

/** Somebody who grades by hand. Once a school: the address is taken then. */
export async function gradingStaff({ dataSource }: School): Promise<string> {
  const [user] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO users (email, name, password_hash) VALUES ('ina@test.local', 'Ina', '-') RETURNING id`,
  );
  return user.id;
}

/** What a grade says beside its percentage, which is nothing: sealed for the learner. */
export function sealedDetail({ parts }: School, manager: EntityManager, learner: Learner): Promise<Buffer> {
  return parts.parts.vault.sealJson(manager, learner.userId, { criteria: [], feedback: '' });
}

/** Another grade, as an instructor gives it; 70 is a pass. Null: the one that it `replaces` is not the one that stands. */
export function gradeAgain(
  school: School,
  {
    learner,
    percentage,
    ...change
  }: { learner: Learner; submissionId: string; replaces: number; percentage: number; actorId: string },
): Promise<ChangedGrade | null> {
  return school.dataSource.transaction('READ COMMITTED', async (manager) =>
    changeGrade(manager, {
      ...change,
      organizationId: school.organizationId,
      percentage,
      passed: percentage >= 70,
      detailCipher: await sealedDetail(school, manager, learner),
      reason: 'Read again.',
    }),
  );
}
