#!/usr/bin/env node
// The docker credential helper. It starts for every image, so it goes past the command line of bin/hawser.js.
import { exit, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isRecent, runOnPinned } from './pinned-runtime.js';

if (isRecent) {
  await import('../dist/cli/docker-credential.js');
} else if (!runOnPinned(fileURLToPath(import.meta.url))) {
  // Clients of a credential helper show stdout.
  console.log(
    `docker-credential-hawser needs Node 22.13 or newer and was started on ${versions.node}`,
  );
  exit(1);
}
