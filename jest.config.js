/**
 * Two projects: `unit` needs nothing but Node; `integration` gets real PostgreSQL, Temporal, Valkey and the stand-ins
 * from `scripts/test`, which hands their addresses on in the environment.
 */
const shared = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', {}] },
  testEnvironment: 'node',
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.gradus/'],
  modulePathIgnorePatterns: ['/dist/', '/.gradus/'],
};

export default {
  testSequencer: './scripts/checking/longest-first.ts',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,workflows,activities,stand-ins,web,scripts,bench}/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'integration',
      setupFilesAfterEnv: ['<rootDir>/apps/worker/src/testing/conserved-after-each.ts'],
      testMatch: ['<rootDir>/{apps,libs,workflows,activities,stand-ins,e2e,scripts}/**/*.int-spec.ts'],
    },
  ],
};
