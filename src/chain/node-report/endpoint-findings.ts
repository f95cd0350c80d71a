import { partitions } from '../../names/partitions.ts';
import type { EndpointReport, NodeReport } from '../world.ts';
import type { NodeFinding } from './finding.ts';

type Failed = EndpointReport & { readonly failed: NonNullable<EndpointReport['failed']> };

/** What closes the way to the hosts of a pull, as the node met it. */
export function endpointFindings(report: NodeReport): NodeFinding[] {
  return report.endpoints.flatMap((endpoint) => {
    if (endpoint.service === 'mirror') return [];
    if (isFailed(endpoint)) return [findingOf(report, endpoint)];
    return isOpenedOnTheWay(endpoint) ? [openedOnTheWay(report, endpoint)] : [];
  });
}

function isFailed(endpoint: EndpointReport): endpoint is Failed {
  return endpoint.failed !== undefined;
}

function findingOf(report: NodeReport, endpoint: Failed): NodeFinding {
  const [code, confidence] = causeOf(report, endpoint);
  return { code, confidence, breaks: true, text: inWords(report, endpoint), endpoint };
}

function inWords({ node, resolver }: NodeReport, endpoint: Failed): string {
  const { host, port, failed, addresses, proxy, certificate } = endpoint;
  const at = addresses.length === 0 ? '' : ` at ${addresses.slice(0, 2).join(', ')}`;
  switch (failed.at) {
    case 'name': {
      const servers = resolver.state === 'known' ? resolver.value.nameservers.join(', ') : '';
      return `${host} does not resolve on ${node}${servers && ` (nameserver ${servers})`}: ${failed.why}`;
    }
    case 'proxy':
      return `the proxy ${proxy} does not connect ${node} to ${host}:${port}: ${failed.why}`;
    case 'tcp':
      return `${node} does not reach ${host}:${port}${at}: ${failed.why}`;
    case 'tls': {
      const issuer =
        certificate === undefined ? '' : `, certificate issued by ${certificate.issuer}`;
      return `TLS from ${node} to ${host}:${port}${at} fails: ${failed.why}${issuer}`;
    }
  }
}

/** The cause that fits best, and how well. The node meets what is closed, and seldom who closed it. */
function causeOf(report: NodeReport, endpoint: Failed): [code: string, confidence: number] {
  const { failed, addresses, service } = endpoint;
  const someReached = report.endpoints.some((other) => other.failed === undefined);
  switch (failed.at) {
    case 'name': {
      const others = report.endpoints.filter((other) => other.service !== service);
      const onlyThis = others.some(({ failed: its }) => its?.at !== 'name');
      if (service === 's3' && onlyThis) return ['HW0909', 0.9];
      if (!asksAmazon(report)) return ['HW0904', 0.7];
      return /^(ENOTFOUND|ENODATA)$/.test(failed.why) ? ['HW0905', 0.6] : ['HW0901', 0.6];
    }
    case 'proxy':
      return ['HW1016', 0.9];
    case 'tcp':
      if (addresses.some(isPrivate)) return ['HW1011', 0.7];
      return someReached ? ['HW1015', 0.7] : ['HW1001', 0.6];
    case 'tls':
      if (endpoint.certificate !== undefined) return certificateCause(endpoint.certificate);
      return failed.why === 'no answer in time' ? ['HW1021', 0.6] : ['HW1015', 0.6];
  }
}

/** A certificate that is refused is another's, or AWS's own at another time or place. */
function certificateCause({
  issuer,
  error = '',
}: NonNullable<EndpointReport['certificate']>): [code: string, confidence: number] {
  if (/EXPIRED|NOT_YET_VALID/.test(error)) return ['HW0801', 0.7];
  if (!ofAws.test(issuer)) return ['HW1017', 0.95];
  return error === 'ERR_TLS_CERT_ALTNAME_INVALID' ? ['HW1018', 0.6] : ['HW1017', 0.6];
}

/** Who issues the certificates of AWS's hosts. */
const ofAws = /Amazon|DigiCert|Starfield/i;

/** Addresses of the resolver of a VPC, other than the second one of its block (Amazon VPC User Guide, "Amazon DNS server"). */
function asksAmazon({ resolver }: NodeReport): boolean {
  if (resolver.state !== 'known') return true;
  return resolver.value.nameservers.some(
    (address) => ['169.254.169.253', 'fd00:ec2::253'].includes(address) || isSecond(address),
  );
}

/** The second address of a block of a VPC ends so for blocks of /24 and larger ones. */
function isSecond(address: string): boolean {
  return /^\d+\.\d+\.\d+\.2$/.test(address) || address === '127.0.0.53';
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i.test(
    address,
  );
}

/** A host of AWS with a certificate of somebody else, whom the node trusts. */
function isOpenedOnTheWay({ host, certificate }: EndpointReport): boolean {
  if (certificate === undefined || !host.endsWith(`.${commercial?.dnsSuffix}`)) return false;
  return !ofAws.test(certificate.issuer);
}

/** Of other partitions it is not said whose certificates they have. */
const [commercial] = partitions;

function openedOnTheWay({ node }: NodeReport, endpoint: EndpointReport): NodeFinding {
  const issuer = endpoint.certificate?.issuer ?? '';
  return {
    code: 'HW1017',
    breaks: false,
    confidence: 0.6,
    text: `${endpoint.host} answers ${node} with a certificate issued by ${issuer}, which the node trusts: TLS is opened on the way`,
    endpoint,
  };
}
