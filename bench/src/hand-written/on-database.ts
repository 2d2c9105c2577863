import pg from 'pg';
import { createActivities } from './activities.ts';

/** The hand-written activities on a database, for proofs that need no workflow. `close` gives its connections back. */
export function byHandOn(url: string, { issuerSeed }: { issuerSeed: Uint8Array }) {
  const db = new pg.Pool({ connectionString: url, max: 2 });
  return {
    ...createActivities({ db, issuerSeed, publicUrl: 'https://school.example' }),
    close: () => db.end(),
  };
}
