// A way in a few words, and changes to the VPC of the tests.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Interface, Network, NetworkAclEntry, VpcEndpoint } from '../facts.ts';
import type { Host } from '../hosts.ts';
import { wayTo } from '../reach.ts';
import {
  changed,
  known,
  node,
  openAcl,
  type permission,
  route,
  table,
  withEndpoints,
  withNat,
} from './private-vpc.ts';

/** The answer in a few words: `reached via …`, the reason with its code, or `unseen: …`. */
export function answer(network: Network, host: Host, from: Interface = node): string {
  const { resolution, outcome } = wayTo(network, from, host);
  if (resolution.kind === 'no-resolver') return 'no resolver';
  if (resolution.kind === 'no-address') return `no address of ${resolution.endpoint.vpcEndpointId}`;
  if (resolution.kind === 'no-record') return `no record in ${resolution.zone.hostedZoneId}`;
  if (resolution.kind === 'unseen') {
    return `name unseen: ${resolution.missing.map((one) => one.permission).join(', ')}`;
  }
  if (outcome?.kind === 'reached') {
    const { component } =
      outcome.hops.find(({ component: id }) => /^(igw|nat|vpce|eigw)-/.test(id)) ?? {};
    return `reached via ${component}`;
  }
  if (outcome?.kind === 'blocked') {
    const { why, code, component } = outcome.block;
    return `${why.kind} at ${component}${code === undefined ? '' : ` ${code}`}`;
  }
  return `unseen: ${outcome?.missing.map((one) => one.permission).join(', ')}`;
}

export const routes = (...own: Parameters<typeof route>[]): Network['routeTables'] =>
  changed(withNat.routeTables, ([main, , open]) =>
    [main, table('rtb-node', ['subnet-node'], ...own.map((one) => route(...one))), open].flatMap(
      (one) => one ?? [],
    ),
  );
export const acl = (
  subnetId: string,
  ...entries: readonly NetworkAclEntry[]
): Network['networkAcls'] =>
  known([
    {
      networkAclId: 'acl-open',
      subnetIds: ['subnet-node', 'subnet-endpoints', 'subnet-public'].filter(
        (one) => one !== subnetId,
      ),
      entries: openAcl,
    },
    { networkAclId: 'acl-x', subnetIds: [subnetId], entries },
  ]);
export const groups = (
  id: string,
  part: 'ipPermissions' | 'ipPermissionsEgress',
  ...permissions: readonly ReturnType<typeof permission>[]
): Network['securityGroups'] =>
  changed(withNat.securityGroups, (all) =>
    all.map((one) => (one.groupId === id ? { ...one, [part]: permissions } : one)),
  );
export const endpoints = (
  change: (one: VpcEndpoint) => VpcEndpoint | undefined,
): Network['endpoints'] =>
  changed(withEndpoints.endpoints, (all) => all.flatMap((one) => change(one) ?? []));
export const tcp = (from: number, to: number) => ({ protocol: '6', portRange: { from, to } });

export type Row = readonly [
  what: string,
  network: Network,
  host: Host,
  expected: string,
  Interface?,
];

export const publicNode = { ...node, subnetId: 'subnet-public', privateIp: '10.0.3.10' };

/** One test a row. */
export function ways(what: string, rows: readonly Row[]): void {
  describe(`a node reaches a host, or not, with ${what}:`, () => {
    for (const [with_, network, host, expected, from] of rows) {
      it(with_, () => assert.equal(answer(network, host, from), expected));
    }
  });
}
