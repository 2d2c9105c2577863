import { Injectable } from '@nestjs/common';
import { topics } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { isStaff } from '../access/ownership.ts';
import { LiveTopicRefusedError } from './live-errors.ts';

/** What the bell calls a topic -> what the page that follows it calls it. */
export type FollowedTopics = ReadonlyMap<string, string>;

type Kind = 'run' | 'automation' | 'enrollment' | 'course' | 'bulk';

const TOPIC = /^(run|automation|enrollment|course|bulk):([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;
/** `$1` the ids, `$2` the school, `$3` the learner, or null for staff. */
const VISIBLE: Record<Kind, string> = {
  run: `SELECT id FROM runs WHERE id = ANY($1) AND organization_id = $2 AND $3::uuid IS NULL`,
  automation: `SELECT id FROM automations WHERE id = ANY($1) AND organization_id = $2 AND $3::uuid IS NULL`,
  bulk: `SELECT id FROM bulk_operations WHERE id = ANY($1) AND organization_id = $2 AND $3::uuid IS NULL`,
  course: `SELECT id FROM courses WHERE id = ANY($1) AND organization_id = $2 AND $3::uuid IS NULL`,
  enrollment: `SELECT id FROM enrollments
                WHERE id = ANY($1) AND organization_id = $2 AND ($3::uuid IS NULL OR user_id = $3)`,
};

/** Which topics somebody may follow: learners their own enrollments, staff everything of their school. */
@Injectable()
export class LiveTopics {
  constructor(private readonly database: DataSource) {}

  /** @throws LiveTopicRefusedError for a topic that is unknown, or somebody else's. */
  async allowed(caller: Caller, wanted: readonly string[]): Promise<FollowedTopics> {
    const followed = new Map<string, string>();
    const byKind = new Map<Kind, string[]>();
    for (const topic of wanted) {
      const list = listTopic(topic, caller);
      const [, kind, id] = TOPIC.exec(topic) ?? [];
      if (list) followed.set(list, topic);
      else if (kind && id) byKind.set(kind as Kind, [...(byKind.get(kind as Kind) ?? []), id]);
      else throw new LiveTopicRefusedError(topic);
    }
    for (const [kind, ids] of byKind) {
      const visible = await this.#visible(kind, ids, caller);
      for (const id of ids) {
        if (!visible.has(id)) throw new LiveTopicRefusedError(`${kind}:${id}`);
        followed.set(`${kind}:${id}`, `${kind}:${id}`);
      }
    }
    return followed;
  }

  async #visible(kind: Kind, ids: string[], caller: Caller): Promise<Set<string>> {
    const learner = isStaff(caller) ? null : caller.userId;
    const rows = await this.database.query<Array<{ id: string }>>(VISIBLE[kind], [
      ids,
      caller.organizationId,
      learner,
    ]);
    return new Set(rows.map(({ id }) => id));
  }
}

/** The lists that a person has one of, or that a school has one of for its staff. */
function listTopic(topic: string, caller: Caller): string | null {
  const { organizationId, userId } = caller;
  if (topic === 'notices') return topics.notices(organizationId, userId);
  if (!isStaff(caller)) return null;
  if (topic === 'tasks') return topics.tasks(organizationId);
  if (topic === 'work') return topics.work(organizationId);
  return topic === 'review' ? topics.review(organizationId) : null;
}
