/**
 * The entry point of the single-file executables: one program that is both the kubelet's provider and the
 * docker helper. It chooses by its name; under another name, by the operation, which clients of a helper always
 * pass and the kubelet never does.
 */
import { runDockerHelper } from './docker/main.ts';
import { finish } from './finish.ts';
import { parseFlags } from './provider/flags.ts';
import { runCredentialProvider } from './provider/main.ts';

/** Inserted by the build (scripts/build-executables.ts). */
declare const HAWSER_VERSION: string;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const { stdin, env: environment } = process;
  const named = /(^|\/)docker-credential-[^/]*$/.test(process.argv0);
  if (named || ['get', 'store', 'erase', 'list', 'version'].includes(args[0] ?? '')) {
    finish(await runDockerHelper({ args, stdin, environment, version: HAWSER_VERSION }));
  } else if (args[0] === '--version') {
    finish({ exitCode: 0, stdout: `hawser credential-provider ${HAWSER_VERSION}\n`, stderr: '' });
  } else {
    finish(await runCredentialProvider({ ...parseFlags(args), stdin, environment }));
  }
}

// No top-level await: the build's bytecode does not support it.
void main();
