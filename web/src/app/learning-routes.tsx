import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { restoreSession } from '../api/session.ts';
import { knowWho, signedIn } from './guards.ts';
import { rootRoute } from './root-route.tsx';
import { homeOf } from './shell/navigation.ts';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    const session = await restoreSession().catch(() => null);
    throw redirect({ href: homeOf(session?.me?.role), replace: true });
  },
});

const catalogueRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/courses',
  beforeLoad: knowWho,
  component: lazyRouteComponent(() => import('../features/learning/catalogue-page.tsx'), 'CataloguePage'),
});

const courseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/courses/$courseId',
  validateSearch: z.object({ payment: z.enum(['success', 'cancelled']).optional().catch(undefined) }),
  beforeLoad: knowWho,
  component: lazyRouteComponent(() => import('../features/learning/course-page.tsx'), 'CoursePage'),
});

/** Mails that went out lead here; which week comes next, the course's own page says. */
const learnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/courses/$courseId/learn',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/courses/$courseId', params, search: { payment: undefined }, replace: true });
  },
});

const lessonRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/courses/$courseId/lessons/$lessonId',
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import('../features/learning/lesson/lesson-page.tsx'), 'LessonPage'),
});

const assignmentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/courses/$courseId/assignments/$assessmentId',
  beforeLoad: signedIn,
  component: lazyRouteComponent(
    () => import('../features/learning/assignment/assignment-page.tsx'),
    'AssignmentPage',
  ),
});

const ownPaymentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/payments',
  // Which subscription the person has just begun on the payment provider's page.
  validateSearch: z.object({ subscribed: z.string().optional().catch(undefined) }),
  beforeLoad: signedIn,
  component: lazyRouteComponent(
    () => import('../features/payments/own-payments-page.tsx'),
    'OwnPaymentsPage',
  ),
});

export const learningRoutes = [
  homeRoute,
  catalogueRoute,
  courseRoute,
  learnRoute,
  lessonRoute,
  assignmentRoute,
  ownPaymentsRoute,
] as const;
