import { RunCondition } from '@gradus/contracts';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { signedInAs } from './guards.ts';
import { rootRoute } from './root-route.tsx';

const teachers = signedInAs('instructor', 'admin');
const operators = signedInAs('ops', 'admin');
const staff = signedInAs('instructor', 'ops', 'admin');
const getParentRoute = () => rootRoute;
const Text = z.string().optional().catch(undefined);

const teachRoute = createRoute({
  getParentRoute,
  path: '/teach',
  beforeLoad: teachers,
  component: lazyRouteComponent(() => import('../features/teaching/teach-page.tsx'), 'TeachPage'),
});

const teachCourseRoute = createRoute({
  getParentRoute,
  path: '/teach/courses/$courseId',
  validateSearch: z.object({
    tab: z.enum(['overview', 'journey', 'roster', 'versions']).optional().catch(undefined),
  }),
  beforeLoad: teachers,
  component: lazyRouteComponent(
    () => import('../features/teaching/course/taught-course-page.tsx'),
    'TaughtCoursePage',
  ),
});

const submissionsRoute = createRoute({
  getParentRoute,
  path: '/teach/learners/$enrollmentId',
  beforeLoad: teachers,
  component: lazyRouteComponent(
    () => import('../features/teaching/submissions/submissions-page.tsx'),
    'SubmissionsPage',
  ),
});

const reviewRoute = createRoute({
  getParentRoute,
  path: '/teach/review',
  beforeLoad: teachers,
  component: lazyRouteComponent(() => import('../features/teaching/review/review-page.tsx'), 'ReviewPage'),
});

const automationsRoute = createRoute({
  getParentRoute,
  path: '/automations',
  beforeLoad: staff,
  component: lazyRouteComponent(
    () => import('../features/automation-list/automation-list-page.tsx'),
    'AutomationListPage',
  ),
});

const automationRoute = createRoute({
  getParentRoute,
  path: '/automations/$automationId',
  validateSearch: z.object({
    show: z.enum(['draft', 'live', 'compare']).optional().catch(undefined),
    step: Text,
    from: Text,
    to: Text,
  }),
  beforeLoad: staff,
  component: lazyRouteComponent(
    () => import('../features/automation-editor/automation-page.tsx'),
    'AutomationPage',
  ),
});

const automationRunsRoute = createRoute({
  getParentRoute,
  path: '/automations/$automationId/runs',
  validateSearch: z.object({ step: Text, search: Text, condition: RunCondition.optional().catch(undefined) }),
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/automation-runs/runs-page.tsx'), 'RunsPage'),
});

const segmentsRoute = createRoute({
  getParentRoute,
  path: '/segments',
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/segments/segments-page.tsx'), 'SegmentsPage'),
});

const connectionsRoute = createRoute({
  getParentRoute,
  path: '/connections',
  beforeLoad: staff,
  component: lazyRouteComponent(
    () => import('../features/connections/connections-page.tsx'),
    'ConnectionsPage',
  ),
});

const runRoute = createRoute({
  getParentRoute,
  path: '/runs/$runId',
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/automation-runs/run-page.tsx'), 'RunPage'),
});

const workListRoute = createRoute({
  getParentRoute,
  path: '/ops',
  beforeLoad: operators,
  component: lazyRouteComponent(() => import('../features/operations/work-list-page.tsx'), 'WorkListPage'),
});

const searchRoute = createRoute({
  getParentRoute,
  path: '/ops/search',
  validateSearch: z.object({ search: Text }),
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/operations/search-page.tsx'), 'SearchPage'),
});

const personRoute = createRoute({
  getParentRoute,
  path: '/people/$userId',
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/people/person-page.tsx'), 'PersonPage'),
});

const paymentsRoute = createRoute({
  getParentRoute,
  path: '/ops/payments',
  beforeLoad: operators,
  component: lazyRouteComponent(
    () => import('../features/payments/school-payments-page.tsx'),
    'SchoolPaymentsPage',
  ),
});

const tasksRoute = createRoute({
  getParentRoute,
  path: '/tasks',
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/tasks/tasks-page.tsx'), 'TasksPage'),
});

const taskRoute = createRoute({
  getParentRoute,
  path: '/tasks/$taskId',
  beforeLoad: staff,
  component: lazyRouteComponent(() => import('../features/tasks/task-page.tsx'), 'TaskPage'),
});

const auditRoute = createRoute({
  getParentRoute,
  path: '/ops/audit',
  beforeLoad: operators,
  component: lazyRouteComponent(() => import('../features/operations/audit-page.tsx'), 'AuditPage'),
});

/** Teaching, automations and operations: pages for instructors, ops and admins. */
export const staffRoutes = [
  teachRoute,
  teachCourseRoute,
  submissionsRoute,
  reviewRoute,
  automationsRoute,
  automationRoute,
  automationRunsRoute,
  segmentsRoute,
  connectionsRoute,
  runRoute,
  workListRoute,
  searchRoute,
  personRoute,
  paymentsRoute,
  tasksRoute,
  taskRoute,
  auditRoute,
] as const;
