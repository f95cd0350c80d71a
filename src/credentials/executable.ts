/**
 * What the single-file executables run: one program that is both the kubelet's provider and the docker
 * helper. It sees by its name which of them is wanted; under another name by the operation, which clients of
 * a helper always name and the kubelet never does.
 */
import { runDockerHelper } from './docker/main.ts';
import { finish } from './finish.ts';
import { parseFlags } from './provider/flags.ts';
import { runCredentialProvider } from './provider/main.ts';

/** Put in by the build (scripts/build-executables.ts). */
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

// Not awaited at the top: the build's bytecode is for modules that don't wait.
void main();
