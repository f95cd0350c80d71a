import { hostname, networkInterfaces } from 'node:os';
import type { CoreV1Event } from '@kubernetes/client-node';
import type { CredentialRunFacts } from '../../chain/world.ts';
import { parseRing } from '../../credentials/failures/record.ts';
import { ringFile } from '../../credentials/failures/ring.ts';
import { credentialRunsHere, line, runFacts } from '../credential-runs.ts';
import type { Cluster } from './cluster.ts';

const reason = 'CredentialProviderFailed';
const component = 'hawser-credential-provider';
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a node's credential provider keeps of its failures: in the logs that the kubelet serves, in the
 * events that it may have written, and on this machine, if that is the node. Each may be missing, and none
 * is asked for: all of it adds to facts that are seen otherwise.
 */
export async function observeCredentialRuns(
  cluster: Cluster,
  node: string,
  pod: { readonly namespace: string; readonly name: string },
  environment: Environment,
): Promise<CredentialRunFacts[]> {
  const [served, ofNode, ofPod, here] = await Promise.all([
    inLogs(cluster, node),
    inEvents(cluster, 'default', 'Node', node),
    inEvents(cluster, pod.namespace, 'Pod', pod.name),
    (await isThisMachine(cluster, node)) ? credentialRunsHere(environment) : [],
  ]);
  return [...served, ...ofNode, ...ofPod, ...here];
}

async function inLogs({ core }: Cluster, name: string): Promise<CredentialRunFacts[]> {
  try {
    const path = `logs/hawser/${ringFile}`;
    const text = await core.connectGetNodeProxyWithPath({ name, path });
    return parseRing(String(text)).map(runFacts);
  } catch {
    return [];
  }
}

async function inEvents(
  { core }: Cluster,
  namespace: string,
  kind: 'Node' | 'Pod',
  name: string,
): Promise<CredentialRunFacts[]> {
  const fieldSelector = `reason=${reason},involvedObject.kind=${kind},involvedObject.name=${name}`;
  try {
    const { items } = await core.listNamespacedEvent({ namespace, fieldSelector, limit: 100 });
    return items.flatMap(ofEvent);
  } catch {
    return [];
  }
}

/** An event as our provider writes them: `IMAGE: CODE LINK: MESSAGE; fix: FIX`. */
function ofEvent({ source, message = '', lastTimestamp }: CoreV1Event): CredentialRunFacts[] {
  const parts = /^(\S*): (HW\d{4}) ([a-z-]+): (.*?)(?:; fix: (.*))?$/s.exec(message);
  if (source?.component !== component || parts === null || !lastTimestamp) return [];
  const [wanted = '', code = '', link = '', said = '', fix = ''] = parts
    .slice(1)
    .map((part = '') => line(part));
  const at = new Date(lastTimestamp).toISOString();
  return [{ at, wanted, failure: { code, link, message: said, fix } }];
}

/** Whether the doctor runs on the node itself, by its name or its address. */
async function isThisMachine({ core }: Cluster, name: string): Promise<boolean> {
  if (name === hostname().toLowerCase()) return true;
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const addresses = own.filter(({ internal }) => !internal).map(({ address }) => address);
  try {
    const { status } = await core.readNode({ name });
    return (status?.addresses ?? []).some(
      ({ type, address }) => type === 'InternalIP' && addresses.includes(address),
    );
  } catch {
    return false;
  }
}
