import type { IncomingMessage } from 'node:http';
import { wantsPage } from './web-pages.ts';

const CREDENTIAL = /^\/credentials\/([\da-f-]{36})(?=$|\?)/;
const UNSUBSCRIBE = /^\/unsubscribe(?=$|\?)/;

/**
 * Two addresses are a page for people and something else for programs: a credential's id is where its signed document
 * is (a wallet or verifier asks for it), and the unsubscribe link of a mail takes the mail program's one-click POST
 * (RFC 8058).
 */
export function addressWithin({ url = '/', method, headers }: IncomingMessage): string {
  if (method === 'POST') return url.replace(UNSUBSCRIBE, '/api/unsubscribe');
  if ((method === 'GET' || method === 'HEAD') && !wantsPage(headers.accept)) {
    return url.replace(CREDENTIAL, '/api/credentials/$1/document');
  }
  return url;
}
