import { spawnSync } from 'node:child_process';
import { cpus, release } from 'node:os';
import { nativeSendFile } from '../../src/storage/native-sendfile.ts';

/** What a run was made on, in lines: figures mean little without it. */
export async function machine(): Promise<string> {
  const processors = cpus();
  const sendfile = (await nativeSendFile()) === undefined ? 'not available' : 'used';
  return [
    `processor        ${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
    `kernel           ${release()}`,
    `Node             ${process.version}`,
    `sendfile         Hawser: ${sendfile}; nginx: on`,
    `docker-registry  ${versionOf('docker-registry', '--version')}`,
    `nginx            ${versionOf('nginx', '-v')}`,
    `wrk              ${versionOf('wrk', '-v')}`,
  ].join('\n');
}

/** The first line that a program prints of its version, to either stream. */
function versionOf(program: string, flag: string): string {
  const { stdout, stderr } = spawnSync(program, [flag], { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim().split('\n')[0] ?? '';
}
