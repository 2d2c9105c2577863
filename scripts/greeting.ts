import { publicUrl } from './environment.ts';
import type { Settings } from './settings.ts';

/** The password of every demo person; the seed uses the same one. */
export const demoPassword = 'gradus-demo';

const people = ['instructor', 'learner', 'ops', 'admin'];

/** What a person reads when everything is up. */
export function greeting(settings: Settings): string {
  return [
    '',
    `Gradus is running:  ${publicUrl(settings)}`,
    '',
    `Sign in with the password ${demoPassword} as one of`,
    ...people.map((name) => `  ${name}@gradus.local`),
    '',
    `Data and logs are in ${settings.data}. Ctrl-C ends everything; the next npm start goes on from here.`,
  ].join('\n');
}
