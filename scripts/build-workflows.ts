import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { repositoryRoot } from './settings.ts';

/** Bundles the workflow code for the worker: a file of its own, since the worker's bundler must not touch it. */
const { code } = await bundleWorkflowCode({
  workflowsPath: path.join(repositoryRoot, 'workflows', 'src', 'index.ts'),
  // Without it a workflow would write its own failures in plain text.
  failureConverterPath: path.join(repositoryRoot, 'libs', 'temporal', 'src', 'failure-converter.cjs'),
});
const target = path.join(repositoryRoot, 'dist', 'apps', 'worker', 'workflow-bundle.js');
mkdirSync(path.dirname(target), { recursive: true });
writeFileSync(target, code);
