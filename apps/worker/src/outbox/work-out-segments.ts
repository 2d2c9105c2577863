import type { DataSource } from 'typeorm';
import { checkNextPerson, evaluateDueSegment } from '@gradus/database';

/** Looks at the next person something has happened to, else works out the segment that is due. False: nothing to do. */
export async function workOutSegments(dataSource: DataSource): Promise<boolean> {
  return (await checkNextPerson(dataSource)) || (await evaluateDueSegment(dataSource));
}
