import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { restoreSession } from '../api/session.ts';
import { knowWho, signedIn } from './guards.ts';
import { safeNext } from './safe-next.ts';
import { rootRoute } from './root-route.tsx';

const Next = z.object({ next: z.string().optional().transform(safeNext).catch(undefined) });
const Token = z.object({ token: z.string().catch('') });

/** Who is signed in already goes on to where they wanted to be. */
async function notYetSignedIn({ search }: { search: { next?: string | undefined } }): Promise<void> {
  const session = await restoreSession().catch(() => null);
  if (session?.status === 'signed-in') throw redirect({ href: search.next ?? '/' });
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: Next,
  beforeLoad: notYetSignedIn,
  component: lazyRouteComponent(() => import('../features/identity/sign-in-page.tsx'), 'SignInPage'),
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: Next,
  beforeLoad: notYetSignedIn,
  component: lazyRouteComponent(() => import('../features/identity/register-page.tsx'), 'RegisterPage'),
});

const verifyEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify-email',
  validateSearch: Token,
  component: lazyRouteComponent(
    () => import('../features/identity/verify-email-page.tsx'),
    'VerifyEmailPage',
  ),
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../features/identity/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: Token,
  component: lazyRouteComponent(
    () => import('../features/identity/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import('../features/identity/account/account-page.tsx'), 'AccountPage'),
});

const unsubscribeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unsubscribe',
  validateSearch: Token,
  beforeLoad: knowWho,
  component: lazyRouteComponent(() => import('../features/identity/unsubscribe-page.tsx'), 'UnsubscribePage'),
});

export const identityRoutes = [
  signInRoute,
  registerRoute,
  verifyEmailRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  accountRoute,
  unsubscribeRoute,
] as const;
