import { spawn } from 'node:child_process';
import type { Environment } from '../../aws/client/proxy.ts';
import type { DockerCredentials } from '../docker/protocol.ts';
import { CredentialError } from '../errors.ts';
import type { Token } from '../token.ts';
import { type DockerConfig, readDockerConfig, writeDockerConfig } from './docker-config.ts';

/** How the user wants a login stored: in the configured store, in plain text, or not at all. */
export type Keeping = 'store' | 'plain' | 'helper';

const ours = 'hawser';

/**
 * Stores a login where the client looks for it.
 * @returns where that is, for the user.
 * @throws CredentialError `plainText` if only a readable file is possible and --plain was not given.
 */
export async function keepLogin(
  host: string,
  token: Token,
  keeping: Keeping,
  { path, environment }: { readonly path: string; readonly environment: Environment },
): Promise<string> {
  const config = await readDockerConfig(path);
  if (keeping === 'helper') return useHelper(host, config, path);
  const helper = config.credHelpers?.[host] || config.credsStore;
  if (helper === ours) return 'nothing to store: docker-credential-hawser gets tokens itself';
  if (helper) {
    const credentials = { ServerURL: host, Username: token.username, Secret: token.password };
    await callStore(helper, credentials, environment);
    return `stored by docker-credential-${helper}`;
  }
  if (keeping !== 'plain') {
    throw new CredentialError('plainText', `no credential store is configured in ${path}`);
  }
  const auth = Buffer.from(`${token.username}:${token.password}`).toString('base64');
  await writeDockerConfig(path, { ...config, auths: { ...config.auths, [host]: { auth } } });
  return `stored in ${path}, readable by every process of this user`;
}

/** From now on the client asks docker-credential-hawser for this registry; an old login would take precedence. */
async function useHelper(host: string, config: DockerConfig, path: string): Promise<string> {
  const { [host]: _old, ...auths } = config.auths ?? {};
  await writeDockerConfig(path, {
    ...config,
    ...(config.auths === undefined ? {} : { auths }),
    credHelpers: { ...config.credHelpers, [host]: ours },
  });
  return `docker-credential-hawser is set for it in ${path}; nothing is stored`;
}

/** Milliseconds for the store; one that prompts its user may need a while. */
const storeTimeout = 120_000;

/** Passes credentials to a client's store, over stdin, where no process list shows them. */
function callStore(
  helper: string,
  credentials: DockerCredentials,
  environment: Environment,
): Promise<void> {
  const name = `docker-credential-${helper}`;
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new CredentialError('store', `${name}: ${why}`));
    const child = spawn(name, ['store'], {
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // Node's own time limit does not end when there is no such program.
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
    }, storeTimeout);
    let said = '';
    child.stdout.on('data', (piece) => {
      said = `${said}${piece}`.slice(0, 500);
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      clearTimeout(limit);
      failed(error.message);
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) resolve();
      else if (signal === 'SIGKILL') failed(`no answer within ${storeTimeout / 1000} s`);
      else failed(said.replaceAll(credentials.Secret, '…').trim() || `exit ${code}`);
    });
    child.stdin.end(JSON.stringify(credentials));
  });
}
