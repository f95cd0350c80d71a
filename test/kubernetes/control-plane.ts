// A real control plane: etcd, API server, controller manager and scheduler.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, createAuthority, type Identity } from './certificates.ts';
import { componentPath } from './components.ts';
import { type Program, start, until } from './processes.ts';
import { nodeAddress } from './sandbox.ts';

export interface ControlPlane {
  readonly authority: Authority;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Writes a kubeconfig for somebody. @returns its path. */
  kubeconfigOf(name: string, groups: readonly string[]): string;
  stop(): Promise<void>;
}

const server = 'https://127.0.0.1:6443';

export async function startControlPlane(folder: string): Promise<ControlPlane> {
  mkdirSync(folder, { recursive: true });
  const authority = createAuthority(folder);
  const kubeconfigOf = (name: string, groups: readonly string[]) =>
    writeKubeconfig(folder, authority, name, authority.issue(name, groups));
  const admin = kubeconfigOf('admin', ['system:masters']);
  const log = (name: string) => join(folder, `${name}.log`);
  const etcd = start(
    'etcd',
    ['--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync'],
    log('etcd'),
  );
  const serving = authority.issue('kube-apiserver', [], ['127.0.0.1', '10.96.0.1', 'localhost']);
  const tokens = authority.issue('service-accounts');
  const toKubelets = authority.issue('kube-apiserver', ['system:masters']);
  const apiServer = start(
    componentPath('kube-apiserver'),
    [
      '--etcd-servers=http://127.0.0.1:2379',
      '--bind-address=127.0.0.1',
      `--advertise-address=${nodeAddress}`,
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      `--client-ca-file=${authority.certificate}`,
      `--kubelet-client-certificate=${toKubelets.certificate}`,
      `--kubelet-client-key=${toKubelets.key}`,
      '--kubelet-preferred-address-types=InternalIP',
      `--service-account-key-file=${tokens.certificate}`,
      `--service-account-signing-key-file=${tokens.key}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
    ],
    log('kube-apiserver'),
  );
  await until(
    'the API server is ready',
    async () => {
      const args = ['--kubeconfig', admin, 'get', '--raw', '/readyz'];
      return spawnSync('kubectl', args).status === 0 ? true : undefined;
    },
    { seconds: 120, log: log('kube-apiserver') },
  );
  const controllers = start(
    componentPath('kube-controller-manager'),
    [
      `--kubeconfig=${kubeconfigOf('system:kube-controller-manager', [])}`,
      `--service-account-private-key-file=${tokens.key}`,
      `--root-ca-file=${authority.certificate}`,
      '--use-service-account-credentials',
      '--leader-elect=false',
    ],
    log('kube-controller-manager'),
  );
  const scheduler = start(
    componentPath('kube-scheduler'),
    [`--kubeconfig=${kubeconfigOf('system:kube-scheduler', [])}`, '--leader-elect=false'],
    log('kube-scheduler'),
  );
  const programs: readonly Program[] = [scheduler, controllers, apiServer, etcd];
  return {
    authority,
    kubeconfig: admin,
    kubeconfigOf,
    async stop() {
      for (const program of programs) await program.stop();
    },
  };
}

function writeKubeconfig(
  folder: string,
  authority: Authority,
  user: string,
  { certificate, key }: Identity,
): string {
  const path = join(folder, `${user.replaceAll(':', '-')}.kubeconfig`);
  writeFileSync(
    path,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user } }],
      clusters: [
        { name: 'test', cluster: { server, 'certificate-authority': authority.certificate } },
      ],
      users: [{ name: user, user: { 'client-certificate': certificate, 'client-key': key } }],
    }),
  );
  return path;
}
