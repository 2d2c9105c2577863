import { redirect } from '@tanstack/react-router';
import type { Role } from '@gradus/contracts';
import { restoreSession } from '../api/session.ts';

interface Going {
  location: { href: string };
}

/** `beforeLoad: signedIn`: others are asked to sign in and then brought back here. */
export async function signedIn({ location }: Going): Promise<void> {
  const session = await restoreSession();
  if (session.status !== 'signed-in') throw redirect({ to: '/sign-in', search: { next: location.href } });
}

/** `beforeLoad: signedInAs('instructor', 'admin')`. The API decides; this only spares people pages they cannot use. */
export function signedInAs(...roles: Role[]): (going: Going) => Promise<void> {
  return async (going) => {
    await signedIn(going);
    const { me } = await restoreSession();
    if (me && !roles.includes(me.role)) throw redirect({ to: '/courses' });
  };
}

/** `beforeLoad: knowWho`: for pages that anybody may see, but that look different for people who are signed in. */
export async function knowWho(): Promise<void> {
  await restoreSession().catch(() => undefined);
}
