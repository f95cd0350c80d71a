#!/usr/bin/env node
// The plugin of kubectl: `kubectl hawser …`.
import { env, exit, stderr, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isRecent, runOnPinned } from './pinned-runtime.js';

if (isRecent) {
  env.HAWSER_KUBECTL = 'run';
  await import('../dist/cli/kubectl-main.js');
} else if (!runOnPinned(fileURLToPath(import.meta.url))) {
  stderr.write(
    `kubectl hawser needs Node 22.13 or newer and was started on ${versions.node}: install a current Node LTS and run it again.\n`,
  );
  exit(1);
}
