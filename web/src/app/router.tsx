import { createRouter } from '@tanstack/react-router';
import { queryClient } from './query-client.ts';
import { identityRoutes } from './identity-routes.tsx';
import { learningRoutes } from './learning-routes.tsx';
import { publicRoutes } from './public-routes.tsx';
import { rootRoute } from './root-route.tsx';
import { staffRoutes } from './staff-routes.tsx';
import { PageFailed, PageMissing, PagePending } from './shell/page-states.tsx';

const routeTree = rootRoute.addChildren([
  ...publicRoutes,
  ...identityRoutes,
  ...learningRoutes,
  ...staffRoutes,
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 250,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
