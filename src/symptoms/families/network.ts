import { parseEcrHost } from '../../names/registry-host.ts';
import {
  hasForeignSuffix,
  hasUnknownSuffix,
  hasWrongAccount,
  isWellFormedOfAws,
  isWellKnownRegistry,
} from '../hosts.ts';
import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, seldom, symptom } from '../symptom.ts';

/** Names that do not resolve, and places that are not reached. */
export const network: readonly Symptom[] = [
  {
    pattern:
      /lookup ([^\s:]+)[^\n]*(?:no such host|server misbehaving|i\/o timeout|connection refused|Temporary failure|NXDOMAIN)|Could not resolve host:? ?(\S+)|getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)|UnknownHostException: (\S+)|Name or service not known|Temporary failure (?:in name resolution|resolving)|bad address '|cannot unmarshal DNS message|no such host/i,
    suspects: ({ text }, [sentence, first, second, third, fourth]) =>
      unresolved(
        first ?? second ?? third ?? fourth ?? '',
        /no such host|ENOTFOUND|NXDOMAIN|UnknownHost/i.test(sentence),
        text,
      ),
  },
  {
    pattern:
      /(?:dial tcp|connect)[^\n]*(?:i\/o timeout|dial tcp timeout|connection timed out|operation was canceled)|Client\.Timeout exceeded|request canceled while waiting for connection|\bi\/o timeout|timed out|context deadline exceeded|connect timeout|ConnectTimeoutError|DeadlineExceeded|dial tcp timeout|ETIMEDOUT|SocketTimeoutException|Could not connect to the endpoint URL|Failed to connect to \S{1,300} port 443/i,
    unless:
      /lookup [^\n]*(?:no such host|i\/o timeout|server misbehaving)|no progress|webhook|failed to verify|IMDS|169\.254\.169\.254|is not authorized|docker API at|npipe:/i,
    suspects: (reading) => unreached(reading),
  },
  {
    pattern: /no route to host|network is unreachable/i,
    suspects: ({ text }) =>
      /\[[0-9a-f:]+\]:\d+|ipv6/i.test(text)
        ? { 'NET-19': 0.7, 'NET-01': 0.1 }
        : { 'NET-02': 0.25, 'NET-19': 0.2, 'NET-18': 0.2, 'NET-25': 0.15, 'NET-01': 0.1 },
  },
  symptom(/TLS handshake timeout/i, { 'NET-21': 0.42, 'NET-20': 0.35, 'NET-15': 0.12 }),
  {
    pattern:
      /x509: certificate signed by unknown authority|self[- ]signed certificate|unable to get local issuer certificate|CERTIFICATE_VERIFY_FAILED/i,
    // AWS and the large registries have certificates that every node trusts, so that somebody on the way has made
    // this one; a registry of one's own may well have an authority of its own.
    suspects: ({ told }): Suspects =>
      told.isForeign && ![...told.contacted, ...told.named].every(isWellKnownRegistry)
        ? { 'NET-17': 0.45 }
        : { 'NET-17': 0.9 },
  },
  {
    pattern:
      /x509: (?:certificate is (?:not )?valid for|cannot validate certificate for|certificate relies on legacy|certificate is not valid)|Hostname\/IP does not match certificate|No subject alternative|doesn't match (?:either of )?'/i,
    // Nobody configures a mirror of the bucket from which ECR hands out layers: somebody on the way answers for it.
    suspects: ({ text }): Suspects =>
      /starport-layer-bucket|\.s3[.-]/.test(text)
        ? { 'NET-17': 0.5, 'DNS-06': 0.15, 'RT-03': 0.1 }
        : { 'RT-03': 0.4, 'NET-17': 0.3, 'DNS-06': 0.15 },
  },
  symptom(/server gave HTTP response to HTTPS client/i, { 'RT-03': 0.6, 'NET-16': 0.1 }),
  symptom(/proxyconnect|407 Proxy Authentication Required|Proxy Authentication/i, {
    'NET-16': 0.92,
  }),
  {
    pattern: /connection refused|ECONNREFUSED/i,
    unless:
      /proxyconnect|containerd\.sock|credential provider plugin|lookup [^\n]*connection refused/i,
    suspects: ({ text }) =>
      /169\.254\.169\.254/.test(text)
        ? { 'ROLE-05': 0.5, 'ROLE-06': 0.3 }
        : { 'NET-22': 0.65, 'DNS-06': 0.15, 'RT-03': 0.1 },
  },
  {
    pattern:
      /connection reset by peer|ECONNRESET|socket hang up|Connection aborted|unexpected EOF|: EOF\b|broken pipe|stream error/i,
    unless: /proxyconnect|containerd\.sock|credential provider plugin|^Username: EOF/im,
    suspects: ({ isLayer, text, told }): Suspects => {
      // How ECR ends an upload that it refuses; the clients' symptoms tell of it.
      if (told.operation === 'push' && !told.isForeign && /: EOF$/m.test(text)) {
        return { 'NET-15': 0.1 };
      }
      return isLayer || /unexpected EOF/.test(text)
        ? { 'LAYER-03': 0.7, 'NET-15': 0.12, 'NET-20': 0.06 }
        : { 'NET-15': 0.6, 'NET-22': 0.12, 'NET-21': 0.1 };
    },
  },
];

function unresolved(host: string, isUnknown: boolean, text: string): Suspects {
  if (/starport-layer-bucket|\.s3[.-]/.test(host)) return { 'DNS-09': 0.85, 'NET-08': 0.05 };
  if (/docker\.(?:io|com)|cloudfront|ghcr|quay/.test(host) && /\.dkr[.-]ecr/.test(text))
    return { 'PTC-12': 0.6, 'DNS-04': 0.1 };
  if (hasWrongAccount(host)) return {};
  if (hasForeignSuffix(host)) return { 'REF-07': 0.85 };
  if (/\.dkr[.-]ecr/.test(host) && parseEcrHost(host) === undefined && !/x{3,}/i.test(host)) {
    return hasUnknownSuffix(host)
      ? { 'DNS-08': 0.6, 'REF-07': 0.25 }
      : { 'DNS-08': 0.5, 'REF-05': 0.25, 'REF-07': 0.12, 'REF-06': 0.08 };
  }
  if (isWellKnownRegistry(host)) {
    // The VPC's own resolver is asked at an address of the VPC, or at 169.254.169.253.
    if (publicResolver.test(text)) {
      return {
        'DNS-04': { likelihood: 0.4, fix: resolverFix },
        'NET-12': 0.2,
        'NET-13': 0.12,
        'NET-01': 0.12,
      };
    }
    return {
      'DNS-01': 0.3,
      'DNS-04': {
        likelihood: 0.25,
        fix: "Have the VPC's own DNS server resolve public names as well.",
      },
      'DNS-07': 0.12,
      'NET-01': {
        likelihood: 0.1,
        fix: 'Give the nodes a way to the internet, or bring the image into ECR: endpoints lead to AWS only.',
      },
    };
  }
  // ECR Public has its API in one Region.
  if (/^api\.ecr-public\.(?!us-east-1\.)[a-z0-9-]+\.amazonaws/.test(host)) {
    return { 'CRED-07': { likelihood: 0.6, fix: publicTokenFix }, 'TOK-02': 0.25, 'DNS-08': 0.05 };
  }
  if (isWellFormedOfAws(host)) {
    return {
      'DNS-04': 0.33,
      'DNS-01': 0.27,
      'DNS-07': 0.15,
      'DNS-03': 0.04,
      ...seldom('DNS-05 DNS-09 DNS-10'),
    };
  }
  // A registry's host in a Region that nobody knows.
  if (isUnknown && parseEcrHost(host) !== undefined) {
    return { 'DNS-08': 0.55, 'REF-05': 0.1, 'DNS-04': 0.1, 'DNS-01': 0.08 };
  }
  if (isUnknown)
    return {
      'DNS-08': 0.27,
      'DNS-01': 0.22,
      'DNS-04': 0.22,
      'DNS-07': 0.08,
      'REF-07': 0.05,
      ...seldom('DNS-05 DNS-09'),
    };
  return { 'DNS-04': 0.33, 'DNS-01': 0.25, 'DNS-07': 0.25, ...seldom('DNS-05 NET-12') };
}

/** A resolver of the internet, which is reached as any other host of it. */
const publicResolver = / on (?:8\.8\.[48]\.[48]|1\.[01]\.[01]\.1|9\.9\.9\.9):53/;
const resolverFix =
  "Use the VPC's resolver in the node's resolv.conf, or let the node reach the resolver that stands there, on port 53.";

const publicTokenFix =
  'Ask for the token of ECR Public in us-east-1, whatever the Region of the rest: aws ecr-public get-login-password --region us-east-1.';

const inside =
  /\b(?:10\.\d+\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|192\.168\.\d+\.\d+|100\.6[4-9]\.\d+\.\d+)(?::443)?\b/;

/** Other ways of not getting there. */
const ways = seldom('NET-02 NET-05 NET-26 NET-13 NET-14 NET-18 NET-24 DNS-04 DNS-05 DNS-07');

/** A timeout says where to, and that tells which way is missing. */
export function unreached({ text, isPublic, isCached, isLayer, isTask }: Reading): Suspects {
  const to =
    /(?:Get|Head|Post|Put)(?: request to)? "?(https?:\/\/[^\s"]+)"?/i.exec(text)?.[1] ?? text;
  // A mirror or proxy on the machine itself, which accepts and does not answer.
  if (/^https?:\/\/(?:localhost|127\.\d|\[::1\])/.test(to)) return { 'NET-22': 0.5, 'RT-03': 0.3 };
  if (/Setting proxy from environment|HTTPS?_PROXY/i.test(text)) {
    return { 'NET-16': 0.5, 'NET-01': 0.2, 'NET-15': 0.1 };
  }
  if (
    /production\.cloudflare\.docker|registry-1\.docker|\.docker\.(?:io|com)\//.test(to) &&
    (to === text || /\.dkr[.-]ecr/.test(text))
  ) {
    return { 'PTC-12': 0.85 };
  }
  if (/starport|\.s3[.-]/.test(to))
    return { 'NET-08': 0.55, 'NET-09': 0.22, 'NET-10': 0.08, 'NET-15': 0.05 };
  if (/public\.ecr\.aws|cloudfront\.net/.test(to) || isPublic)
    return { 'NET-23': 0.6, 'NET-01': 0.25, 'NET-20': 0.04 };
  const dialled = /dial tcp (\[?[0-9a-f.:]+\]?)/i.exec(text)?.[1] ?? '';
  if (inside.test(dialled)) {
    return {
      'NET-11': 0.45,
      'NET-12': 0.13,
      'NET-13': 0.12,
      'NET-14': 0.1,
      'NET-18': 0.08,
      'DNS-06': 0.05,
      ...seldom('EPP-01 NET-20'),
    };
  }
  if (/(?:api\.ecr\.|(?<!dkr\.)\becr\.)[a-z0-9-]+\.amazonaws/.test(to)) {
    return {
      'NET-07': 0.3,
      // A task has nothing but its subnet: without a way out all is out of reach.
      'NET-01': isTask ? 0.36 : 0.27,
      'CRED-06': 0.13,
      'NET-12': 0.08,
      'NET-11': 0.08,
      'NET-04': 0.04,
      ...seldom('NET-02 NET-03 NET-05 NET-13 DNS-03'),
    };
  }
  if (isCached && isLayer) return { 'PTC-12': 0.5, 'NET-08': 0.25 };
  if (/\.dkr[.-]ecr/.test(to)) {
    return {
      'NET-01': 0.33,
      'NET-06': 0.17,
      'DNS-03': 0.1,
      'NET-12': 0.08,
      'NET-11': 0.08,
      'DNS-02': 0.06,
      'NET-04': 0.05,
      'NET-03': 0.04,
      ...ways,
    };
  }
  return {
    'NET-01': 0.25,
    'NET-12': 0.12,
    'NET-11': 0.08,
    'NET-25': 0.05,
    ...ways,
    ...seldom('NET-03 NET-04 NET-06 DNS-02 DNS-03'),
  };
}
