/** Where the running copy of the product and its stand-ins are. */
export interface Addresses {
  school: string;
  mailInbox: string;
  payments: string;
  aiProvider: string;
  /** Who grades: `local`, `openai` or `anthropic`. */
  grader: string;
}

/** Reads the addresses that `npm start` and `npm test` leave in the environment. */
export function readAddresses(env: NodeJS.ProcessEnv): Addresses {
  return {
    school: address(env, 'GRADUS_URL', 'GRADUS_PUBLIC_URL'),
    mailInbox: address(env, 'GRADUS_MAIL_INBOX_URL'),
    payments: address(env, 'GRADUS_PAYMENTS_URL', 'STRIPE_API_URL'),
    aiProvider: address(env, 'OPENAI_BASE_URL').replace(/\/v1$/, ''),
    grader: env['GRADUS_GRADER'] || 'local',
  };
}

function address(env: NodeJS.ProcessEnv, ...names: string[]): string {
  const found = names.map((name) => env[name]).find(Boolean);
  if (found) return found.replace(/\/$/, '');
  throw new Error(
    `${names.join(' or ')} is not set. Start the product (npm start), then: . .gradus/environment`,
  );
}
