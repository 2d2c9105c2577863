import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Role } from '@gradus/contracts';

/** Who may use a route. */
export type Policy = { open: 'everyone' } | { open: 'roles'; roles: readonly Role[] };

export const POLICY = 'gradus:policy';

/** Open to everybody, signed in or not. */
export const Public = () => SetMetadata(POLICY, { open: 'everyone' } satisfies Policy);

/** Open to these roles. Whose rows they may see is up to the service (see `ownership.ts`). */
export const Allow = (...roles: [Role, ...Role[]]) =>
  applyDecorators(SetMetadata(POLICY, { open: 'roles', roles } satisfies Policy), ApiBearerAuth());

/** Everybody with an account. */
export const SIGNED_IN = ['learner', 'instructor', 'ops', 'admin'] as const satisfies readonly Role[];
/** Everybody who runs the school. */
export const STAFF = ['instructor', 'ops', 'admin'] as const satisfies readonly Role[];
