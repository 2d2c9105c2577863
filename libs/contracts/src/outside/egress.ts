import { z } from 'zod';

/**
 * A host that calls may go to: `hooks.example.org`, with a port if it is not the usual one (`hooks.example.org:8443`), or
 * `*.example.org` for everything below a name. Never a part of an address, and never everything.
 */
export const EgressHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?:(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d{1,5})?$/,
    'a host such as hooks.example.org, *.example.org or hooks.example.org:8443',
  );

/** An address that a call may go to, taken apart; or why it is none. */
export type CallAddress =
  | { ok: true; url: URL; host: string; plain: boolean }
  | { ok: false; because: 'unreadable' | 'scheme' | 'login' };

/**
 * Reads an address. `host` is what a list of hosts names: with a port only where it is not the usual one. Odd spellings of
 * numbers (`0x7f.1`, `2130706433`) come out as the address they mean.
 */
export function readCallAddress(text: string): CallAddress {
  if (!URL.canParse(text)) return { ok: false, because: 'unreadable' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, because: 'scheme' };
  if (url.username !== '' || url.password !== '') return { ok: false, because: 'login' };
  return { ok: true, url, host: url.host.toLowerCase(), plain: url.protocol === 'http:' };
}

/** Whether a list of hosts has this one. */
export function egressAllows(hosts: readonly string[], host: string): boolean {
  return hosts.some((entry) =>
    entry.startsWith('*.') ? host.length > entry.length - 1 && host.endsWith(entry.slice(1)) : entry === host,
  );
}
