import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { portTable, type PortName, type Ports } from '../../../scripts/settings.ts';

/** What a machine's network needs, and nothing of the person who works at it. */
const KEPT =
  /^(PIP_(?!CACHE)|NODE_EXTRA_CA_CERTS$|SSL_CERT|https?_proxy$|no_proxy$|LANG$|TERM$|USER$|LOGNAME$)/i;

/**
 * The environment of somebody new: a home of their own, no caches, none of this project's programs on PATH. Settings of
 * npm and pip that this machine needs to reach their registries are copied.
 */
export function newcomerEnvironment(home: string, ports: Ports): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true });
  for (const settings of ['.npmrc', '.config/pip']) {
    const own = path.join(process.env['HOME'] ?? '/', settings);
    if (existsSync(own)) cpSync(own, path.join(home, settings), { recursive: true });
  }
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const names = Object.keys(portTable) as PortName[];
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    PATH: pathWithoutPackages(),
    ...Object.fromEntries(names.map((name) => [portTable[name].variable, String(ports[name])])),
  };
}

/** `npm run` puts this project's programs first; a newcomer does not have them. */
function pathWithoutPackages(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.filter((folder) => !/node_modules|node-gyp-bin/.test(folder)).join(path.delimiter);
}
