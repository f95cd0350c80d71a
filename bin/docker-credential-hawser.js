#!/usr/bin/env node
// The docker credential helper. It starts for every image, so it goes past the command line of bin/hawser.js,
// which hands over to the runtime that the repository pins when this Node is too old.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, argv, execPath, exit, platform, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

const [major, minor] = versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 13)) {
  await import('../dist/cli/docker-credential.js');
} else {
  let pinned;
  try {
    pinned = createRequire(import.meta.url).resolve(`node-${platform}-${arch}/bin/node`);
  } catch {
    pinned = undefined;
  }
  if (pinned === undefined || pinned === execPath) {
    // Clients of a credential helper show stdout.
    console.log(
      `docker-credential-hawser needs Node 22.13 or newer and was started on ${versions.node}`,
    );
    exit(1);
  }
  const child = spawnSync(pinned, [fileURLToPath(import.meta.url), ...argv.slice(2)], {
    stdio: 'inherit',
  });
  exit(child.status ?? 1);
}
