/**
 * The borders of the house (docs/architecture.md), each as a rule that `npm run check` enforces. What only tests use
 * may cross them: specs, `testing` and `proofs` folders.
 */
const tests = String.raw`\.(int-)?spec\.tsx?$|/(testing|proofs)/`;
const ours = '^(apps|libs|workflows|activities|web|stand-ins|e2e|bench|scripts)/';

/** Sources in `from` may import of our own code only what `to` matches, and themselves. */
const onlyOurs = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: ours, pathNot: [from, ...to] },
});

/** Sources in `from` may import no npm package but these, and nothing of Node. */
const onlyPackages = (name, comment, from, packages) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
    dependencyTypesNot: ['type-only'],
    pathNot: [ours, ...packages.map((it) => `(^|node_modules/)${it}(/|$)`)],
  },
});

const contracts = '^libs/contracts/';
const config = '^libs/config/';
const flow = '^libs/flow/';

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other cannot be understood, tested or loaded one at a time.',
      severity: 'error',
      from: { pathNot: '^libs/database/src/entities/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-undeclared-dependency',
      comment: 'A package that is used is named in the package.json of the workspace that uses it.',
      severity: 'error',
      from: { path: ours },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@jest/globals/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'The imported file or package does not exist.',
      severity: 'error',
      from: { path: ours },
      to: { couldNotResolve: true, pathNot: String.raw`\.css$|\?|^virtual:` },
    },
    {
      name: 'tests-stay-outside',
      comment: 'What runs for people never imports what only tests use.',
      severity: 'error',
      from: { path: ours, pathNot: `${tests}|^(e2e|bench)/` },
      to: {
        path: String.raw`^(apps|libs|workflows|activities|web|stand-ins)/.*(\.(int-)?spec\.tsx?$|/testing/|/proofs/)`,
      },
    },
    onlyPackages('contracts-are-leaves', 'Schemas and types need zod and nothing else.', contracts, ['zod']),
    onlyOurs('contracts-know-nobody', 'Everybody imports contracts, contracts import nobody.', contracts, []),
    onlyPackages('flow-is-pure', 'The engine does no I/O: the same code runs in browser and Node.', flow, [
      'zod',
      '@marcbachmann/cel-js',
      'temporal-polyfill',
      '@noble/hashes',
    ]),
    onlyOurs('flow-knows-contracts', 'The engine knows the contracts and nothing else of ours.', flow, [
      contracts,
    ]),
    onlyPackages('config-is-a-leaf', 'The environment is read with zod and nothing else.', config, [
      'zod',
      'crypto',
    ]),
    onlyOurs('config-knows-nobody', 'Everybody may read settings; the reader knows nobody.', config, []),
    onlyOurs('database-borders', 'The database knows config, contracts and the engine.', '^libs/database/', [
      config,
      contracts,
      flow,
    ]),
    onlyOurs('temporal-borders', 'The Temporal client knows config and contracts.', '^libs/temporal/', [
      config,
      contracts,
    ]),
    onlyOurs('events-borders', 'The bell knows config and contracts.', '^libs/events/', [config, contracts]),
    onlyOurs('integrations-borders', 'Adapters know config and contracts.', '^libs/integrations/', [
      config,
      contracts,
    ]),
    onlyOurs('activities-borders', 'Activities know libraries only.', '^activities/', ['^libs/']),
    {
      name: 'workflows-are-deterministic',
      comment:
        'Workflow code runs again on every replay: of Temporal the workflow API, of ours only types and names.',
      severity: 'error',
      from: { path: '^workflows/src/', pathNot: tests },
      to: {
        dependencyTypesNot: ['type-only'],
        pathNot: [
          '^workflows/src/',
          '^libs/contracts/src/processes',
          'node_modules/@temporalio/(workflow|common)/',
        ],
      },
    },
    {
      name: 'names-of-processes-are-plain',
      comment: 'The one contract that workflow code loads must not bring zod into the sandbox.',
      severity: 'error',
      from: { path: '^libs/contracts/src/processes' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    onlyOurs(
      'workflows-know-contracts',
      'Workflow code knows the types of contracts and activities.',
      '^workflows/src/',
      [contracts, '^activities/'],
    ),
    {
      name: 'api-never-runs-activities',
      comment: 'The API commits and rings; only the worker does the work.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: tests },
      to: { path: '^(activities|apps/worker)/' },
    },
    {
      name: 'api-sends-messages-only',
      comment: 'Of the workflows the API may use the messages, of the rest only types.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: tests },
      to: { path: '^workflows/', pathNot: '^workflows/src/messages', dependencyTypesNot: ['type-only'] },
    },
    onlyOurs('api-borders', 'The API is composition over libraries.', '^apps/api/', [
      '^libs/',
      '^workflows/',
    ]),
    onlyOurs('worker-borders', 'The worker hosts activities over libraries.', '^apps/worker/', [
      '^libs/',
      '^workflows/',
      '^activities/',
    ]),
    onlyOurs('web-borders', 'The web knows contracts and the engine.', '^web/', [contracts, flow]),
    {
      name: 'features-stay-apart',
      comment: 'A feature of the web never imports another; what both need goes below them.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/([^/]+)/', pathNot: '^web/src/features/$1/' },
    },
    onlyOurs('ui-knows-nobody', 'Design-system parts import nothing of ours.', '^web/src/ui/', []),
    onlyOurs(
      'stand-ins-are-strangers',
      'A stand-in shares no code with what it stands before.',
      '^stand-ins/',
      [contracts],
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)(dist|\.gradus|histories)/` },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
