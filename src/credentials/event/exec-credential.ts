import { execFile } from 'node:child_process';
import type { Environment } from '../../aws/client/proxy.ts';
import { EventError } from './errors.ts';

/** The program of a kubeconfig that issues credentials (client.authentication.k8s.io, ExecConfig). */
export interface ExecConfig {
  readonly apiVersion?: string;
  readonly command?: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
}

export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
}

/**
 * Runs the program, as `aws eks get-token` on EKS nodes. Its output never appears in an error.
 * @throws EventError `identity`
 */
export function execCredential(
  { apiVersion = 'client.authentication.k8s.io/v1', command = '', args, env }: ExecConfig,
  environment: Environment,
  signal: AbortSignal,
): Promise<ExecCredential> {
  const info = { kind: 'ExecCredential', apiVersion, spec: { interactive: false } };
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const options = {
    env: { ...environment, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    signal,
    maxBuffer: 1024 * 1024,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(command, [...(args ?? [])], options, (cause, stdout) => {
      const credential = cause === null ? statusOf(stdout) : undefined;
      if (credential !== undefined) resolve(credential);
      else reject(new EventError('identity', `${command} returned no credentials for the cluster`));
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end();
  });
}

function statusOf(text: string): ExecCredential | undefined {
  try {
    const { status } = JSON.parse(text) as { status?: ExecCredential };
    return typeof status === 'object' && status !== null ? status : undefined;
  } catch {
    return undefined;
  }
}
