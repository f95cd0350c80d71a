import type { Command } from 'commander';
import { Option } from 'commander';
import type { LaunchedMachine } from '../local/cluster/external-node.ts';
import { log } from '../log/log.ts';
import { ask } from './ask-local.ts';

interface NodeOptions {
  readonly endpoint: string;
  readonly account?: string;
  readonly role: string;
  readonly arch: 'amd64' | 'arm64';
  readonly cri?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly region?: string;
  readonly kubeletVersion?: string;
  readonly containerdVersion?: string;
}

/** Adds `hawser local node`: one more node, here in this process or within the running local AWS. */
export function registerNode(local: Command): void {
  local
    .command('node')
    .description('add a node to the cluster of a running local AWS')
    .argument('[name]', 'name of the node')
    .option(
      '--endpoint <url>',
      'where the local AWS listens',
      process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566',
    )
    .option('--account <id>', 'account whose machine it is')
    .option('--role <name>', 'role in its instance profile, made when absent', 'hawser-node')
    .addOption(new Option('--arch <architecture>').choices(['amd64', 'arm64']).default('amd64'))
    .option('--region <region>', 'Region of the machine')
    .option(
      '--kubelet-version <version>',
      'version of the kubelet whose messages it uses, such as v1.35.4',
    )
    .option(
      '--containerd-version <version>',
      'version of containerd whose messages it uses, such as 1.7.27',
    )
    .option('--cri <socket>', 'pull with the container runtime behind this socket; stays up')
    .option('--kubeconfig <file>', 'join this cluster instead of the emulated one; stays up')
    .option('--context <name>', 'context of that kubeconfig, instead of its current one')
    .action(addNode);
}

async function addNode(name: string | undefined, options: NodeOptions): Promise<void> {
  const { endpoint, account, role, arch: architecture, cri, kubeconfig, context } = options;
  const { region, kubeletVersion, containerdVersion } = options;
  const versions = {
    ...(kubeletVersion === undefined ? {} : { kubeletVersion }),
    ...(containerdVersion === undefined ? {} : { containerdVersion }),
  };
  const here = cri !== undefined || kubeconfig !== undefined;
  const answer = await ask(endpoint, 'POST', 'nodes', {
    ...(name === undefined ? {} : { name }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...versions,
    role,
    architecture,
    external: here,
  });
  const machine = JSON.parse(answer) as LaunchedMachine;
  // The cluster's address carries its token, which has no business on a screen.
  const { server: _server, ...shown } = machine;
  process.stdout.write(`${JSON.stringify(shown)}\n`);
  if (!here) return;
  const { runNode } = await import('../local/cluster/external-node.ts');
  await runNode(machine, {
    endpoint,
    architecture,
    ...versions,
    ...(cri === undefined ? {} : { cri }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    log,
  });
}
