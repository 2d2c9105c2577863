const HERE = 'http://here.invalid';

/**
 * Where to go after the sign-in: only paths of ours, read as a browser reads them (it drops tabs and line breaks and takes
 * a backslash for a slash). Anything else is undefined.
 */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, HERE)) return undefined;
  const url = new URL(next, HERE);
  return url.origin === HERE ? `${url.pathname}${url.search}${url.hash}` : undefined;
}
