import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { knowWho } from './guards.ts';
import { rootRoute } from './root-route.tsx';

const credentialRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/credentials/$credentialId',
  beforeLoad: knowWho,
  component: lazyRouteComponent(
    () => import('../features/credentials/credential-page.tsx'),
    'CredentialPage',
  ),
});

export const publicRoutes = [credentialRoute] as const;
