/** How an attempt to reach a host ended. */
export type Outcome =
  | {
      readonly kind: 'connected';
      readonly address: string;
      /** The VPC endpoint that it went through. */
      readonly endpointId?: string;
    }
  | { readonly kind: 'no such host'; readonly host: string; readonly server: string }
  | {
      readonly kind: 'no answer from DNS';
      readonly host: string;
      readonly server: string;
      readonly from: string;
    }
  | { readonly kind: 'timeout'; readonly address: string }
  | { readonly kind: 'refused'; readonly address: string };

/** Port from which the lookups and connections of emulated machines come: Linux takes one of 32768 to 60999. */
export const sourcePort = 40_000;

/** What Go says when a connection is not made; undefined when it is. (net: OpError, DNSError) */
export function goWords(outcome: Outcome, port = 443): string | undefined {
  switch (outcome.kind) {
    case 'connected':
      return undefined;
    case 'no such host':
      return `dial tcp: lookup ${outcome.host} on ${outcome.server}:53: no such host`;
    case 'no answer from DNS': {
      const { host, server, from } = outcome;
      return `dial tcp: lookup ${host} on ${server}:53: read udp ${from}:${sourcePort}->${server}:53: i/o timeout`;
    }
    case 'timeout':
      return `dial tcp ${outcome.address}:${port}: i/o timeout`;
    case 'refused':
      return `dial tcp ${outcome.address}:${port}: connect: connection refused`;
  }
}
