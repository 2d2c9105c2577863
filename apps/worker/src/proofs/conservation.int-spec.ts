import { takeTurn } from '@gradus/activities';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { requireConserved } from '../testing/conservation.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** Design 4.5, and that the count after each test sees what does not add up. */
describe('the numbers of a school', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  afterAll(() => school.close());

  it('add up after a turn, and not once a visit says something else than its token', async () => {
    const { runId } = await school.enrol({ ring: false });
    await takeTurn(school.dataSource, school.parts.parts.plans, runId);
    await requireConserved();
    const say = (state: string) =>
      school.dataSource.query('UPDATE step_runs SET state = $2 WHERE run_id = $1 AND left_at IS NULL', [
        runId,
        state,
      ]);
    await say('blocked');
    await expect(requireConserved()).rejects.toThrow(/do not add up[^]*, blocked, without its token/);
    await say('waiting');
    await requireConserved();
  });
});
