// A network, mounts and processes of their own for a control plane and a node, so that nothing of them reaches the
// machine: `enterSandbox` starts a command in them, `furnishSandbox` is called first thing inside.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The address of the node; a kubelet takes no loopback address. */
export const nodeAddress = '10.99.0.2';

/** What has to be there beside Go, by the Debian package that brings it. */
const programs = {
  etcd: 'etcd-server',
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  openssl: 'openssl',
  ip: 'iproute2',
  iptables: 'iptables',
  kubectl: 'kubernetes-client',
  aws: 'awscli',
} as const;

/** Debian packages that this machine lacks for a run. */
export function missingPackages(): string[] {
  const missing = Object.entries(programs).filter(
    ([program]) => spawnSync('which', [program]).status !== 0,
  );
  return [...new Set(missing.map(([, name]) => name))];
}

/** Runs a command in a sandbox; all of its processes end with it. @returns its exit code. */
export function enterSandbox(command: string, args: readonly string[]): number {
  const own = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { status } = spawnSync('unshare', [...own, command, ...args], { stdio: 'inherit' });
  return status ?? 1;
}

/** Folders that a kubelet, containerd and the network plugins write to. */
const ownFolders = ['/var/lib/kubelet', '/var/log', '/var/lib/cni', '/etc/cni/net.d', '/run'];

/** Kernel settings that a kubelet insists on; they are the machine's, so that the sandbox pretends to have them. */
const kernelSettings = {
  '/proc/sys/vm/overcommit_memory': '1',
  '/proc/sys/kernel/panic': '10',
  '/proc/sys/kernel/panic_on_oops': '1',
} as const;

/**
 * @param node name of the node, whose address a kubelet looks up at each report.
 * @param hosts names that lead to the local AWS.
 */
export function furnishSandbox(node: string, hosts: readonly string[]): void {
  const run = (line: string) => execFileSync('sh', ['-ec', line]);
  run('ip link set lo up');
  run('ip link add eth0 type veth peer name outside && ip link set outside up');
  run(`ip addr add ${nodeAddress}/24 dev eth0 && ip link set eth0 up`);
  run('ip route add default via 10.99.0.1');
  run('mount --make-rshared /');
  for (const folder of ownFolders) run(`mkdir -p ${folder} && mount -t tmpfs tmpfs ${folder}`);
  const folder = mkdtempSync(join(tmpdir(), 'hawser-sandbox-'));
  const pretend = (path: string, content: string) => {
    const file = join(folder, path.replaceAll('/', '_'));
    writeFileSync(file, `${content}\n`);
    run(`mount --bind ${file} ${path}`);
  };
  for (const [path, value] of Object.entries(kernelSettings)) pretend(path, value);
  const names = ['localhost', ...hosts].map((name) => `127.0.0.1 ${name}`);
  pretend('/etc/hosts', [`${nodeAddress} ${node}`, ...names].join('\n'));
  // A name server that refuses at once: a lookup must not wait for one that can't be reached.
  pretend('/etc/resolv.conf', 'nameserver 127.0.0.1');
}
