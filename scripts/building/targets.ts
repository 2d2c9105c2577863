/** Something that is made from sources before it runs. */
export interface Target {
  name: string;
  /** What people call it, after "Building". */
  title: string;
  /** Files and folders that it is made from. */
  sources: string[];
  /** The source without which there is nothing to build yet. */
  needs: string[];
  /** Files that must be there afterwards. */
  outputs: string[];
  /** The tools to run, one after another: program in node_modules/.bin and its arguments. */
  tools: { program: string; args: string[]; folder?: string }[];
}

const everywhere = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json', '.swcrc'];
const server = [
  ...everywhere,
  'nest-cli.json',
  'rspack.config.js',
  'rspack.config.mjs',
  'deploy/rspack.config.mjs',
  'libs',
];

/** All targets. Those of one list are built one after another, the lists beside each other. */
export const targets: Target[][] = [
  [
    {
      name: 'api',
      title: 'the API',
      sources: [...server, 'apps/api', 'workflows/src'],
      needs: ['nest-cli.json', 'apps/api/src/main.ts'],
      outputs: ['dist/apps/api/main.js'],
      tools: [{ program: 'nest', args: ['build', 'api'] }],
    },
    {
      name: 'worker',
      title: 'the worker',
      sources: [
        ...server,
        'apps/worker',
        'activities',
        'workflows/src',
        'workflows/package.json',
        'scripts/build-workflows.ts',
      ],
      needs: ['nest-cli.json', 'apps/worker/src/main.ts', 'workflows/src/index.ts'],
      outputs: [
        'dist/apps/worker/main.js',
        'dist/apps/worker/setup.js',
        'dist/apps/worker/workflow-bundle.js',
      ],
      tools: [
        { program: 'nest', args: ['build', 'worker'] },
        { program: 'node', args: ['scripts/build-workflows.ts'] },
      ],
    },
  ],
  [
    {
      name: 'web',
      title: 'the web pages',
      sources: [...everywhere, 'web', 'libs/contracts', 'libs/flow'],
      needs: ['web/index.html', 'web/vite.config.ts'],
      outputs: ['web/dist/index.html'],
      tools: [{ program: 'vite', args: ['build'], folder: 'web' }],
    },
  ],
];
