#!/usr/bin/env node
// Inside the repository an old Node hands over to the one that the repository pins.
import { env, exit, stderr, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isRecent, runOnPinned } from './pinned-runtime.js';

// Threads that wait for the disk to flush an upload must not keep others from theirs: Node's four are soon all waiting.
// It is read when the first of them is wanted, so that it cannot be set any later.
env.UV_THREADPOOL_SIZE ??= '16';

if (isRecent) {
  await import('../dist/cli/main.js');
} else if (!runOnPinned(fileURLToPath(import.meta.url))) {
  stderr.write(
    `hawser needs Node 22.13 or newer and was started on ${versions.node}: install a current Node LTS and run it again.\n`,
  );
  exit(1);
}
