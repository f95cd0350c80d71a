import { hostname } from 'node:os';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import type { ClockReport, MetadataReport, NodeReport } from '../../chain/world.ts';
import { partitionOf } from '../../names/partitions.ts';
import { authoritiesOf } from './authorities.ts';
import { type Tried, tryEndpoint } from './connect.ts';
import { readContainerd } from './containerd.ts';
import { readCredentialProvider } from './credential-provider.ts';
import {
  type EndpointContext,
  endpointsFor,
  mirrorsFor,
  type RegistryWanted,
  registryOf,
} from './endpoints.ts';
import { flagsOf, readKubelet } from './kubelet.ts';
import { maskedValue } from './masked.ts';
import { readMetadata } from './metadata.ts';
import {
  environmentOf,
  findProcesses,
  type ProcessEnvironment,
  processNamed,
} from './processes.ts';
import { namesOf, readResolver } from './resolver.ts';
import { Rooted } from './rooted.ts';

export interface NodeOptions {
  /** Where the node's file system is: `/` on the node itself. */
  readonly root: string;
  /** Image whose hosts are tried; else those of the node's own account and Region. */
  readonly image?: string | undefined;
  /** Name of the node in the cluster; else that of the kubelet's flags, or the host's. */
  readonly nodeName?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Tries a connection; by the network of the machine that it runs on, unless the node is an emulated one. */
  readonly connect?: typeof tryEndpoint;
}

/**
 * Looks at the node that it runs on, or whose file system is at `root` (in a pod on the node's network): reads only, sends
 * no credentials, and is done within 20 seconds when nothing answers. What may not be read is unseen. The report has no
 * secrets: of what may hold one only names are kept, and the rest goes through the masks of pasted texts.
 * @throws EvidenceError `NOT_ECR` for an image of another registry.
 */
export async function collectNode(options: NodeOptions): Promise<NodeReport> {
  const { environment, connect = tryEndpoint } = options;
  const wanted = options.image === undefined ? undefined : registryOf(options.image);
  const root = new Rooted(options.root);
  const [processes, resolver, metadata] = await Promise.all([
    findProcesses(root, ['kubelet', 'containerd']),
    readResolver(root),
    readMetadata(environment.AWS_EC2_METADATA_SERVICE_ENDPOINT),
  ]);
  const kubelet = processNamed(processes, 'kubelet');
  const containerd = processNamed(processes, 'containerd');
  const [ofKubelet, ofContainerd] = await Promise.all([
    environmentOf(root, kubelet, 'the kubelet'),
    environmentOf(root, containerd, 'containerd'),
  ]);
  const registry = wanted ?? registryOfNode(metadata, ofKubelet, environment);
  const partition = registry === undefined ? 'all' : partitionOf(registry.region).id;
  const names = await namesOf(root, resolver);
  const containerdReport = await readContainerd(root, containerd);
  const context: EndpointContext = {
    endpoint: environment.AWS_ENDPOINT_URL,
    kubelet: variablesOf(ofKubelet),
    containerd: variablesOf(ofContainerd),
    authorities: await authoritiesOf(root, variablesOf(ofContainerd).SSL_CERT_FILE),
  };
  const tries = [
    ...(registry === undefined ? [] : endpointsFor(registry, context)),
    ...mirrorsFor(containerdReport, wanted?.host, context),
  ];
  const [kubeletReport, credentialProvider, tried] = await Promise.all([
    readKubelet(root, kubelet),
    readCredentialProvider(root, kubelet, partition),
    Promise.all(tries.map((one) => connect(one, names))),
  ]);
  const flags = kubelet.state === 'known' ? flagsOf(kubelet.value) : undefined;
  return maskedValue({
    format: 'hawser-node',
    version: 1,
    node: options.nodeName ?? (flags?.get('hostname-override') || (await nameOf(root))),
    seenAt: new Date(options.now).toISOString(),
    kubelet: kubeletReport,
    credentialProvider,
    containerd: containerdReport,
    resolver,
    clock: clockOf(tried),
    proxies: { kubelet: proxiesOf(ofKubelet), containerd: proxiesOf(ofContainerd) },
    metadata,
    endpoints: tried.map(({ report }) => report),
  });
}

function registryOfNode(
  metadata: Fact<MetadataReport>,
  kubelet: Fact<ProcessEnvironment>,
  environment: NodeOptions['environment'],
): RegistryWanted | undefined {
  const seen = metadata.state === 'known' ? metadata.value : undefined;
  const given = { ...environment, ...variablesOf(kubelet) };
  const region = seen?.region ?? (given.AWS_REGION || given.AWS_DEFAULT_REGION);
  return region === undefined || !/^[a-z]{2,}-[a-z0-9-]+$/.test(region)
    ? undefined
    : { region, registryId: seen?.accountId };
}

function variablesOf(environment: Fact<ProcessEnvironment>): Readonly<Record<string, string>> {
  return environment.state === 'known' ? environment.value.variables : {};
}

function proxiesOf(environment: Fact<ProcessEnvironment>): NodeReport['proxies']['kubelet'] {
  return environment.state === 'known' ? known(environment.value.proxies) : environment;
}

async function nameOf(root: Rooted): Promise<string> {
  const text = await root.read('/etc/hostname').catch(() => '');
  return text.trim() || hostname();
}

/** Against the first host that told its time. */
function clockOf(tried: readonly Tried[]): Fact<ClockReport> {
  const first = tried.find(({ clocks }) => clocks !== undefined);
  if (first?.clocks === undefined) {
    return tried.length === 0
      ? unseen('the clock of the node', 'a host to hold it against: give --image, or AWS_REGION')
      : unseen('the clock of the node', 'an answer over HTTPS from one of the hosts of a pull');
  }
  const { own, server } = first.clocks;
  return known({ aheadBy: Math.round((own - server) / 1000), against: first.report.host });
}
