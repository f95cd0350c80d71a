#!/usr/bin/env node
// Plain JavaScript on purpose: it must parse on any Node, to say in one sentence when that Node is
// too old. Inside the repository it hands over to the runtime that the repository pins.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, argv, execPath, exit, platform, stderr, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

const [major, minor] = versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 13)) {
  await import('../dist/cli/main.js');
} else {
  const pinned = pinnedRuntime();
  if (pinned === undefined || pinned === execPath) {
    stderr.write(
      `hawser needs Node 22.13 or newer and was started on ${versions.node}: install a current Node LTS and run it again.\n`,
    );
    exit(1);
  }
  const script = fileURLToPath(import.meta.url);
  const child = spawnSync(pinned, [script, ...argv.slice(2)], { stdio: 'inherit' });
  exit(child.status ?? 1);
}

function pinnedRuntime() {
  try {
    const require = createRequire(import.meta.url);
    return require.resolve(`node-${platform}-${arch}/bin/node`);
  } catch {
    return undefined;
  }
}
