import { DEMO_PASSWORD, DEMO_PEOPLE } from '@gradus/contracts';
import { publicUrl } from '../environment.ts';
import type { Settings } from '../settings.ts';

/** What a person reads when everything is up. */
export function greeting(settings: Settings): string {
  return [
    '',
    `Gradus is running:  ${publicUrl(settings)}`,
    '',
    `Sign in with the password ${DEMO_PASSWORD} as one of`,
    ...DEMO_PEOPLE.map(({ email }) => `  ${email}`),
    '',
    `Data and logs are in ${settings.data}. Ctrl-C ends everything; the next npm start goes on from here.`,
  ].join('\n');
}
