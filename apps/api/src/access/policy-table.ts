import { type Type, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { Role } from '@gradus/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ORDERS_TO_MANY } from './orders-to-many.ts';
import { SIGNED_IN, POLICY, type Policy } from './policy.decorators.ts';

/** The same as the prefix's exceptions in `create-api.ts`; a test holds this table against the server's routes. */
const OUTSIDE_API = /^(health|\.well-known)(\/|$)/;

/** One way into the API, as its decorators say. */
export interface RoutePolicy {
  /** `CoursesController.list` */
  handler: string;
  method: string;
  /** As clients write it. */
  path: string;
  policy: Policy | undefined;
}

/** Every route of every controller. */
export function routePolicies(app: NestFastifyApplication): RoutePolicy[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const routes: RoutePolicy[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const controller = metatype as Type<object>;
      for (const name of scanner.getAllMethodNames(controller.prototype)) {
        const handler = (controller.prototype as Record<string, unknown>)[name] as () => unknown;
        const method = reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
        if (method === undefined) continue;
        for (const path of pathsOf(reflector, controller, handler)) {
          routes.push({
            handler: `${controller.name}.${name}`,
            method: RequestMethod[method],
            path,
            policy: reflector.get<Policy | undefined>(POLICY, handler),
          });
        }
      }
    }
  }
  return routes.sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'));
}

/** docs/access.md */
export function policyTable(routes: readonly RoutePolicy[]): string {
  const lines = routes.map(({ method, path, policy, handler }) => {
    const mark = (role: Role | null) => (opensTo(policy, role) ? 'yes' : '·');
    const cells = [`\`${method} ${path}\``, mark(null), ...SIGNED_IN.map(mark), handler];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '# Who may use which route',
    '',
    'Generated from the decorators; a route without a policy is closed to everybody and fails a test. Whose rows a',
    'person sees within a route is decided by its service (`apps/api/src/access/ownership.ts`): learners their own,',
    'staff those of their school; anything else is a 404.',
    '',
    ORDERS_TO_MANY,
    '',
    `| route | nobody signed in | ${SIGNED_IN.join(' | ')} | handler |`,
    `|---|---|${SIGNED_IN.map(() => '---|').join('')}---|`,
    ...lines,
    '',
  ].join('\n');
}

const opensTo = (policy: Policy | undefined, role: Role | null): boolean =>
  policy?.open === 'everyone' || (policy?.open === 'roles' && role !== null && policy.roles.includes(role));

function pathsOf(reflector: Reflector, controller: Type<object>, handler: () => unknown): string[] {
  const list = (value: string | string[] | undefined) => [value ?? ''].flat();
  return list(reflector.get(PATH_METADATA, controller)).flatMap((front) =>
    list(reflector.get(PATH_METADATA, handler)).map((back) => {
      const parts = [front, back].map((part) => part.replace(/^\/|\/$/g, '')).filter(Boolean);
      return OUTSIDE_API.test(parts.join('/')) ? `/${parts.join('/')}` : `/api/${parts.join('/')}`;
    }),
  );
}
