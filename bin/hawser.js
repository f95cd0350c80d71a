#!/usr/bin/env node
// Inside the repository an old Node hands over to the one that the repository pins.
import { exit, stderr, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isRecent, runOnPinned } from './pinned-runtime.js';

if (isRecent) {
  await import('../dist/cli/main.js');
} else if (!runOnPinned(fileURLToPath(import.meta.url))) {
  stderr.write(
    `hawser needs Node 22.13 or newer and was started on ${versions.node}: install a current Node LTS and run it again.\n`,
  );
  exit(1);
}
