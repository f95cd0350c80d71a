import { dirname, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { TlsIdentity } from '../../aws/client/connection.ts';
import type { Environment } from '../../aws/client/proxy.ts';
import { readRegularText } from '../../files/read.ts';
import { EventError } from './errors.ts';
import { type ExecConfig, type ExecCredential, execCredential } from './exec-credential.ts';

/** The address of a cluster's API server, and the caller's identity. */
export interface ClusterAccess {
  readonly server: URL;
  readonly authorization: string | undefined;
  readonly tls: TlsIdentity;
}

interface Cluster {
  readonly server?: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'tls-server-name'?: string;
}

interface User {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly exec?: ExecConfig;
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
}

interface Kubeconfig {
  readonly clusters?: readonly { readonly name: string; readonly cluster: Cluster }[];
  readonly users?: readonly { readonly name: string; readonly user: User }[];
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly 'current-context'?: string;
}

/**
 * Reads a kubeconfig's current context, as kubelets have it: a token, a client certificate, or a program that
 * issues one of them (client-go: tools/clientcmd/api/v1).
 * @throws EventError `kubeconfig`, `identity`; never with the file's content.
 */
export async function readKubeconfig(
  path: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<ClusterAccess> {
  const { cluster, user } = current(await readConfig(path));
  const read = (file: string) => readRegularText(resolve(dirname(path), file));
  const made = user.exec === undefined ? {} : await execCredential(user.exec, environment, signal);
  let server: URL;
  try {
    server = new URL(cluster.server ?? '');
  } catch {
    throw new EventError('kubeconfig', `${path} names no server`);
  }
  try {
    const token = made.token ?? user.token ?? (user.tokenFile && (await read(user.tokenFile)));
    return {
      server,
      authorization: authorizationOf(server, user, token?.trim()),
      tls: await tlsOf(cluster, user, made, read),
    };
  } catch (cause) {
    throw new EventError('kubeconfig', `a file that ${path} names cannot be read`, { cause });
  }
}

async function readConfig(path: string): Promise<Kubeconfig> {
  const text = await readRegularText(path).catch(({ code }: NodeJS.ErrnoException) => {
    throw new EventError('kubeconfig', `cannot read ${path}: ${code}`);
  });
  try {
    return Object(load(text)) as Kubeconfig;
  } catch {
    // The cause would quote the file.
    throw new EventError('kubeconfig', `cannot read ${path}: it is not YAML`);
  }
}

function current(config: Kubeconfig): { cluster: Cluster; user: User } {
  const { contexts = [], clusters = [], users = [] } = config;
  const chosen = contexts.find(({ name }) => name === config['current-context'])?.context;
  return {
    cluster: clusters.find(({ name }) => name === chosen?.cluster)?.cluster ?? {},
    user: users.find(({ name }) => name === chosen?.user)?.user ?? {},
  };
}

/** As in kubectl: over plain HTTP only what the URL itself contains is sent. */
function authorizationOf(server: URL, user: User, token: string | undefined): string | undefined {
  if (server.protocol === 'http:') return basic(server.username, server.password);
  return token ? `Bearer ${token}` : basic(user.username, user.password);
}

function basic(username = '', password = ''): string | undefined {
  if (username === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

async function tlsOf(
  cluster: Cluster,
  user: User,
  made: ExecCredential,
  read: (file: string) => Promise<string>,
): Promise<TlsIdentity> {
  const pem = async (data: string | undefined, file: string | undefined) => {
    if (data !== undefined) return Buffer.from(data, 'base64').toString();
    return file === undefined ? undefined : read(file);
  };
  const authority = await pem(
    cluster['certificate-authority-data'],
    cluster['certificate-authority'],
  );
  return {
    ca: authority === undefined ? undefined : [authority],
    cert:
      made.clientCertificateData ??
      (await pem(user['client-certificate-data'], user['client-certificate'])),
    key: made.clientKeyData ?? (await pem(user['client-key-data'], user['client-key'])),
    serverName: cluster['tls-server-name'],
    unverified: cluster['insecure-skip-tls-verify'] === true,
  };
}
