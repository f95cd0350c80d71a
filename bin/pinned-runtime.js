// Plain JavaScript on purpose: it must parse on any Node, to say in one sentence when that Node is too old.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import process, { arch, argv, execPath, exit, kill, pid, platform, versions } from 'node:process';

const [major, minor] = versions.node.split('.').map(Number);

/** Whether this Node can run Hawser itself. */
export const isRecent = major > 22 || (major === 22 && minor >= 13);

/**
 * Runs a script, with the arguments of this process, on the Node that the repository pins. Signals are handed on, so
 * that whoever stops this process stops that one, and learns how it ended.
 * @returns false when there is no such Node here.
 */
export function runOnPinned(script) {
  const pinned = pinnedRuntime();
  if (pinned === undefined || pinned === execPath) return false;
  const child = spawn(pinned, [script, ...argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) exit(code ?? 1);
    process.removeAllListeners(signal);
    kill(pid, signal);
  });
  return true;
}

function pinnedRuntime() {
  try {
    return createRequire(import.meta.url).resolve(`node-${platform}-${arch}/bin/node`);
  } catch {
    return undefined;
  }
}
