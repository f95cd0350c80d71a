import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

/** e_machine of ELF for the architectures that Node names. */
const machines: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
const headBytes = 4096;

/** Whether a provider's executable can be started on this machine, and is a provider at all. */
export function checkExecutable(provider: string, directory: string): Finding[] {
  const path = join(directory, provider);
  const failing = (message: string, fix: string): Finding[] => [
    { code: 'HW0572', provider, message, fix },
  ];
  if (/^docker-credential-/.test(provider)) {
    return failing(
      `${provider} is a docker credential helper: it does not speak the kubelet's protocol`,
      'install hawser-credential-provider or ecr-credential-provider under the name of the entry',
    );
  }
  try {
    accessSync(path, constants.X_OK);
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return gone
      ? failing(`there is no ${path}: the kubelet does not start`, `put the executable there`)
      : failing(`${path} is not executable`, `chmod 755 ${path}`);
  }
  const head = readHead(path);
  if (head.readUInt32BE(0) !== 0x7f454c46) return [];
  const machine = head.readUInt16LE(18);
  if (machines[process.arch] !== undefined && machine !== machines[process.arch]) {
    return failing(
      `${path} is for another architecture than this machine (${process.arch})`,
      `install the executable for ${process.arch}`,
    );
  }
  const loader = /\/lib(?:64)?\/ld-[\w.-]+/.exec(head.toString('latin1'))?.[0];
  if (loader === undefined || existsSync(loader)) return [];
  return failing(
    `${path} needs ${loader}, which is not on this machine: it ends with "no such file or directory"`,
    'install an executable that is linked for this system (or statically)',
  );
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(headBytes);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, headBytes, 0);
  } finally {
    closeSync(file);
  }
  return head;
}
