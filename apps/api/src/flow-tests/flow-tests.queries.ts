import { Injectable } from '@nestjs/common';
import type { FlowTest, WriteFlowTest } from '@gradus/contracts';
import { DataSource, type EntityManager } from 'typeorm';

interface Row extends WriteFlowTest {
  id: string;
  passed: boolean | null;
  updated_at: Date;
}

const COLUMNS = 'id, name, given, expect, passed, updated_at';
const toTest = ({ updated_at: updatedAt, ...row }: Row): FlowTest => ({
  ...row,
  updatedAt: updatedAt.toISOString(),
});

/** Rows of flow tests, oldest first. */
@Injectable()
export class FlowTestsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** `versionId` null: those of the draft. */
  async list(
    organizationId: string,
    automationId: string,
    versionId: string | null,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<FlowTest[]> {
    const rows = await manager.query<Row[]>(
      `SELECT ${COLUMNS} FROM flow_tests
        WHERE organization_id = $1 AND automation_id = $2 AND version_id IS NOT DISTINCT FROM $3::uuid
        ORDER BY created_at, id`,
      [organizationId, automationId, versionId],
    );
    return rows.map(toTest);
  }

  async insert(
    manager: EntityManager,
    place: { organizationId: string; automationId: string; userId: string },
    { name, given, expect }: WriteFlowTest,
  ): Promise<FlowTest> {
    const rows = await manager.query<Row[]>(
      `INSERT INTO flow_tests (organization_id, automation_id, written_by, name, given, expect)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb) RETURNING ${COLUMNS}`,
      [
        place.organizationId,
        place.automationId,
        place.userId,
        name,
        JSON.stringify(given),
        JSON.stringify(expect),
      ],
    );
    const [row] = rows as [Row];
    return toTest(row);
  }

  /** Of the draft; what was published with a version stays as it was. */
  async update(
    place: { organizationId: string; automationId: string; userId: string },
    testId: string,
    { name, given, expect }: WriteFlowTest,
  ): Promise<FlowTest | undefined> {
    const [rows] = await this.dataSource.query<[Row[], number]>(
      `UPDATE flow_tests SET name = $4, given = $5::jsonb, expect = $6::jsonb, written_by = $7, updated_at = clock_timestamp()
        WHERE organization_id = $1 AND automation_id = $2 AND id = $3 AND version_id IS NULL RETURNING ${COLUMNS}`,
      [
        place.organizationId,
        place.automationId,
        testId,
        name,
        JSON.stringify(given),
        JSON.stringify(expect),
        place.userId,
      ],
    );
    return rows[0] && toTest(rows[0]);
  }

  async remove(organizationId: string, automationId: string, testId: string): Promise<boolean> {
    const [rows] = await this.dataSource.query<[Row[], number]>(
      `DELETE FROM flow_tests
        WHERE organization_id = $1 AND automation_id = $2 AND id = $3 AND version_id IS NULL RETURNING ${COLUMNS}`,
      [organizationId, automationId, testId],
    );
    return rows.length > 0;
  }

  /** Keeps tests with a version as they were when it was published, in the publisher's transaction. */
  async keep(
    manager: EntityManager,
    { organizationId, versionId }: { organizationId: string; versionId: string },
    results: readonly { testId: string; passed: boolean }[],
  ): Promise<void> {
    if (results.length === 0) return;
    await manager.query(
      `INSERT INTO flow_tests (organization_id, automation_id, version_id, name, given, expect, passed, written_by, created_at)
       SELECT t.organization_id, t.automation_id, $2, t.name, t.given, t.expect, r.passed, t.written_by, t.created_at
         FROM flow_tests t JOIN unnest($3::uuid[], $4::boolean[]) AS r(id, passed) ON r.id = t.id
        WHERE t.organization_id = $1`,
      [organizationId, versionId, results.map(({ testId }) => testId), results.map(({ passed }) => passed)],
    );
  }
}
