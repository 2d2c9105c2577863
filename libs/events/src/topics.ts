/** What a screen may watch. A topic says where to look again, never what happened. */
export const topics = {
  run: (runId: string) => `run:${runId}`,
  automation: (automationId: string) => `automation:${automationId}`,
  enrollment: (enrollmentId: string) => `enrollment:${enrollmentId}`,
  course: (courseId: string) => `course:${courseId}`,
  /** The list of what is retrying, blocked or undelivered, of one organization. */
  work: (organizationId: string) => `work:${organizationId}`,
  /** One order to many. */
  bulk: (operationId: string) => `bulk:${operationId}`,
  /** What is shown in-app to one person of one organization. */
  notices: (organizationId: string, userId: string) => `notices:${organizationId}:${userId}`,
  /** What people of one organization are asked for. */
  tasks: (organizationId: string) => `tasks:${organizationId}`,
  review: (organizationId: string) => `review:${organizationId}`,
  /** For the worker only: there are messages to relay or events to route. */
  outbox: 'outbox',
  /** For the worker only: there are messages to relay, and nothing to route. */
  post: 'post',
} as const;
