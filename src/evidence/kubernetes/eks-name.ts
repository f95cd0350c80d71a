import type { KubeConfig } from '@kubernetes/client-node';
import { parseArn } from '../../names/arn.ts';

/** Which cluster of EKS a kubeconfig is about, as far as it tells. */
export interface EksName {
  /** URL of the API server, without credentials. */
  readonly server: string;
  readonly name?: string;
  readonly region?: string;
  readonly accountId?: string;
}

/** As `aws eks update-kubeconfig` and eksctl write it: the cluster's ARN as its name, or the arguments that fetch a token. */
export function eksNameOf(config: KubeConfig): EksName {
  const cluster = config.getCurrentCluster();
  const server = (cluster?.server ?? '').replace(/\/\/[^@/]*@/, '//').replace(/\/$/, '');
  const arn = parseArn(cluster?.name ?? '');
  if (arn?.service === 'eks') {
    const { region, accountId, resource } = arn;
    return { server, name: resource.replace(/^cluster\//, ''), region, accountId };
  }
  const args = config.getCurrentUser()?.exec?.args ?? [];
  const after = (...flags: readonly string[]) => {
    const at = args.findIndex((arg: string) => flags.includes(arg));
    return at === -1 ? undefined : args[at + 1];
  };
  const name = after('--cluster-name', '--cluster-id', '-i');
  const [, hosted] = /\.([a-z]+(?:-[a-z]+)+-\d+)\.eks\./.exec(server) ?? [];
  const region = after('--region') ?? hosted;
  return {
    server,
    ...(name === undefined ? {} : { name }),
    ...(region === undefined ? {} : { region }),
  };
}
