import { hostsOfPull } from '../../network/index.ts';
import type { Finding, LinkName } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { EndpointReport, NodeReport } from '../world.ts';
import { foundOnNode, type ReportCheck } from './found-on-node.ts';
import { ofAws } from './node-clock.ts';

type Failed = EndpointReport & { readonly failed: NonNullable<EndpointReport['failed']> };

/** What a failed connection of the node shows for certain, and of which link. */
interface Met {
  readonly link: LinkName;
  readonly finding: Finding;
}

/** Connections that the node tried itself, and whose failure tells its cause: HW0506, HW0909, HW1016, HW1017, HW1022, HW1903. */
export function connectionsOf(link: LinkName): ReportCheck {
  return (subject, report) => {
    const all = report.endpoints
      .filter(isFailed)
      .filter((endpoint) => concerns(subject, report, endpoint))
      .flatMap((endpoint) => metOf(report, endpoint))
      .filter((met) => met.link === link)
      .map(({ finding }) => finding);
    return all.filter(({ code }, at) => all.findIndex((other) => other.code === code) === at);
  };
}

function isFailed(endpoint: EndpointReport): endpoint is Failed {
  return endpoint.failed !== undefined;
}

/** Hosts of other registries, and their mirrors, are others' business. */
function concerns({ place }: Subject, report: NodeReport, endpoint: Failed): boolean {
  if (place === undefined) return false;
  const registry = place.host.replace(/:\d+$/, '');
  if (endpoint.service === 'mirror') {
    return endpoint.mirrorOf?.replace(/:\d+$/, '') === registry && isLast(report, endpoint);
  }
  const names = hostsOfPull(place).map(({ name }) => name);
  const isLocal = /(^|\.)localhost$/.test(endpoint.host) && endpoint.service === 'ecr.api';
  return isLocal || [registry, ...names].includes(endpoint.host);
}

/** containerd asks the next host where one does not answer: only where none answers does the pull fail. */
function isLast({ endpoints }: NodeReport, { mirrorOf }: Failed): boolean {
  return endpoints
    .filter((other) => other.service === 'mirror' && other.mirrorOf === mirrorOf)
    .every(({ failed }) => failed !== undefined);
}

function metOf(report: NodeReport, endpoint: Failed): Met[] {
  const { host, port, failed, service, proxy, certificate } = endpoint;
  const { node } = report;
  const met = (link: LinkName, code: string, text: string, fix: string): Met[] => [
    { link, finding: foundOnNode(report, code, text, fix) },
  ];
  if (service === 'mirror') return ofMirror(report, endpoint);
  if (failed.at === 'proxy') {
    const program = service === 'ecr.api' || service === 'sts' ? 'kubelet' : 'containerd';
    return met(
      'network',
      'HW1016',
      `the proxy ${proxy}, which the environment of ${program} names, does not connect ${node} to ${host}:${port}: ${failed.why}`,
      `Correct HTTPS_PROXY in /etc/systemd/system/${program}.service.d on the node, or put ${host} into NO_PROXY there; then systemctl daemon-reload and systemctl restart ${program}.`,
    );
  }
  if (failed.at === 'tls' && certificate !== undefined && !ofAws.test(certificate.issuer)) {
    return met(
      'network',
      'HW1017',
      `TLS from ${node} to ${host}:${port} fails: ${failed.why}, with a certificate issued by ${certificate.issuer}, which is none of AWS's`,
      `Except ${host} from inspection, or put the certificate of that authority into the node's trust store (/etc/pki/ca-trust/source/anchors and update-ca-trust), and restart containerd and the kubelet.`,
    );
  }
  if (failed.at === 'name' && service === 's3' && othersResolve(report)) {
    return met(
      'dns',
      'HW0909',
      `${host} does not resolve on ${node}${servers(report)}, while the hosts of ECR do: ${failed.why}`,
      `Let the name server of the node resolve ${host}: layers come from there.`,
    );
  }
  if (failed.at === 'tcp' && service === 'ecr.api' && registryIsReached(report)) {
    return met(
      'credential-provider',
      'HW0506',
      `${node} does not reach ${host}:${port}, which its credential provider needs, and reaches the registry: ${failed.why}`,
      `Let the kubelet of the node connect to ${host}, port 443: look at the node's own firewall and at the endpoint com.amazonaws.<region>.ecr.api.`,
    );
  }
  return [];
}

function ofMirror(report: NodeReport, { host, port, failed, mirrorOf }: Failed): Met[] {
  const file = fileOf(report, mirrorOf);
  const code = failed.at === 'name' ? 'HW1903' : 'HW1022';
  const text =
    code === 'HW1903'
      ? `${file} on ${report.node} sends pulls from ${mirrorOf} to ${host}, which does not resolve: ${failed.why}`
      : `${report.node} does not reach ${host}:${port}, to which ${file} sends pulls from ${mirrorOf}: ${failed.why}`;
  const fix =
    code === 'HW1903'
      ? `Correct the host in ${file}, or take the file away: then containerd asks ${mirrorOf} itself. It is read at each pull.`
      : `Start the mirror at ${host}:${port}, or leave ${mirrorOf} itself as server in ${file}, so that it is asked where the mirror does not answer.`;
  const link = code === 'HW1903' ? 'runtime' : 'network';
  return [{ link, finding: foundOnNode(report, code, text, fix) }];
}

function fileOf({ containerd }: NodeReport, registry: string | undefined): string {
  const found =
    containerd.state === 'known'
      ? containerd.value.registries.find((one) => one.registry === registry)
      : undefined;
  return found?.file ?? 'hosts.toml';
}

function othersResolve({ endpoints }: NodeReport): boolean {
  const others = endpoints.filter(({ service }) => service === 'ecr.api' || service === 'ecr.dkr');
  return others.length > 0 && others.every(({ failed }) => failed?.at !== 'name');
}

function registryIsReached({ endpoints }: NodeReport): boolean {
  return endpoints.some(({ service, failed }) => service === 'ecr.dkr' && failed === undefined);
}

function servers({ resolver }: NodeReport): string {
  const all = resolver.state === 'known' ? resolver.value.nameservers.join(', ') : '';
  return all === '' ? '' : ` (nameserver ${all})`;
}
