import type { DataSource } from 'typeorm';
import { erasePerson, erasuresToApply } from '@gradus/database';
import { type Bells, runBell } from '@gradus/temporal';

/**
 * Erases again whom a restored backup has brought back, once the rows of `erasures` are in it. Answers how many; normally none.
 */
export async function reapplyErasures(
  dataSource: DataSource,
  bells: Pick<Bells, 'tryRing'>,
): Promise<number> {
  const people = await erasuresToApply(dataSource.manager);
  for (const person of people) {
    const { runIds } = await dataSource.transaction('READ COMMITTED', (manager) =>
      erasePerson(manager, person),
    );
    await bells.tryRing(...runIds.map(runBell));
  }
  return people.length;
}
