import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.ts';

/** What was asked for on the command line of `npm start`. */
export interface StartOptions {
  reset: boolean;
  onlyServices: boolean;
  noRestart: string[];
  help: boolean;
}

/** What `npm start -- --help` prints. */
export const startHelp = `npm start                          brings up everything and prints where it is; Ctrl-C ends it
npm start -- --reset               first deletes all data of this copy
npm start -- --only-services       databases and stand-ins only; .gradus/environment says where they are
npm start -- --no-restart=PART     does not start PART again when it ends (may be repeated)
npm run part -- list               lists the parts; "stop PART", "start PART" and "kill PART" act on one

GRADUS_DATA is the data folder (.gradus); GRADUS_API_PORT and the other GRADUS_*_PORT variables move a port;
DATABASE_URL, TEMPORAL_ADDRESS and REDIS_URL name services that run already. See .env.example for the rest.`;

/** Reads the command line, or says what is wrong with it. */
export function readStartOptions(args: string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        reset: { type: 'boolean', default: false },
        'only-services': { type: 'boolean', default: false },
        'no-restart': { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { reset, help } = values;
    return { reset, help, onlyServices: values['only-services'], noRestart: values['no-restart'] };
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0]}.\n\n${startHelp}`);
  }
}
