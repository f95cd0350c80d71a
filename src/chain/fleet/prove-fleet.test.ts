import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { madeFleet } from '../../../bench/doctor/made-fleet.ts';
import { changed, withEndpoints } from '../../network/testing/private-vpc.ts';
import { absent, known } from '../fact.ts';
import { prove } from '../prove.ts';
import { document, healthy, key, node, share, web } from '../testing/across-accounts.ts';
import { networkInterface } from '../testing/one-account.ts';
import type { ContainerFacts, World } from '../world.ts';
import type { Fleet } from './fleet.ts';
import { proveFleet } from './prove-fleet.ts';
import { fleets } from './testing/random-fleet.ts';

/** A fleet of one pod. */
function fleetOf(...containers: readonly ContainerFacts[]): Fleet {
  const world = { ...healthy, pods: { 'default/web': known({ ...web, containers }) } };
  return { world, pods: { 'default/web': { labels: {} } }, expiries: {}, needs: [] };
}

/** Two nodes behind endpoints with a policy, with a pod on each. */
function twoNodes(policyDocument: string): Fleet {
  const at = [0, 1];
  const nameOf = (index: number) => `ip-10-0-1-1${index}.ec2.internal`;
  const idOf = (index: number) => `i-0abc0000${index}`;
  const byId = <Fact>(factOf: (index: number) => Fact) =>
    Object.fromEntries(at.map((index) => [idOf(index), factOf(index)]));
  const [instance = absent] = Object.values(healthy.instances);
  const pods = at.map((index) => ({ ...web, name: `web-${index}`, node: nameOf(index) }));
  const world: World = {
    ...healthy,
    nodes: Object.fromEntries(
      at.map((index) => {
        const [name, providerId] = [nameOf(index), `aws:///us-east-1a/${idOf(index)}`];
        return [name, known({ ...node, name, providerId })];
      }),
    ),
    instances: byId(() => instance),
    interfaces: byId((index) => known({ ...networkInterface, privateIp: `10.0.1.1${index}` })),
    networks: {
      'vpc-1': known({
        ...withEndpoints,
        endpoints: changed(withEndpoints.endpoints, (all) =>
          all.map((one) => ({
            ...one,
            policyDocument: one.vpcEndpointId === 'vpce-s3' ? '' : policyDocument,
          })),
        ),
      }),
    },
    pods: Object.fromEntries(pods.map((pod) => [`default/${pod.name}`, known(pod)])),
  };
  const labels = Object.fromEntries(pods.map(({ name }) => [`default/${name}`, { labels: {} }]));
  return { world, pods: labels, expiries: {}, needs: [] };
}

describe('the pulls of a fleet', () => {
  it('fare as each of them does alone, with the same causes, fixes and needs', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        for (const { pull, proof } of proveFleet(fleet).pulls) {
          const alone = prove(pull, fleet.world);
          assert.equal(proof.verdict, alone.verdict);
          assert.deepEqual(
            proof.causes.map(({ code, confidence, fix }) => ({
              code,
              confidence,
              fix: { ...fix, changes: [] },
            })),
            alone.causes.map(({ code, confidence, fix }) => ({
              code,
              confidence,
              fix: { ...fix, changes: [] },
            })),
          );
          assert.deepEqual(proof.needs, alone.needs);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are those of every container of every pod, by namespace and name', () => {
    const { pulls } = proveFleet(
      fleetOf(...web.containers, { name: 'init', image: 'x', imagePullPolicy: 'Always' }),
    );
    assert.deepEqual(
      pulls.map(({ pull, workload }) => [pull.pod, pull.container, workload]),
      [
        ['web', 'app', 'pod/web'],
        ['web', 'init', 'pod/web'],
      ],
    );
  });

  it('fail now, at the next restart, or only on another node', () => {
    const gone = '444455556666.dkr.ecr.us-east-1.amazonaws.com/team/app:v9';
    const one = (facts: Partial<ContainerFacts>) => ({
      name: 'app',
      image: gone,
      imagePullPolicy: 'IfNotPresent',
      ...facts,
    });
    const failsOf = (facts: Partial<ContainerFacts>) => {
      const fleet = fleetOf(one(facts));
      const images = {
        ...fleet.world.images,
        '444455556666/us-east-1/team/app:v9': { state: 'absent' } as const,
      };
      return proveFleet({ ...fleet, world: { ...fleet.world, images } }).pulls[0]?.fails;
    };
    assert.equal(failsOf({}), 'now');
    assert.equal(failsOf({ waiting: { reason: 'ImagePullBackOff', message: '' } }), 'now');
    assert.equal(failsOf({ running: true }), 'reschedule');
    assert.equal(failsOf({ running: true, imagePullPolicy: 'Always' }), 'restart');
    assert.equal(failsOf({ ended: true }), 'reschedule');
    assert.equal(
      failsOf({ waiting: { reason: 'CrashLoopBackOff', message: '' }, imagePullPolicy: 'Always' }),
      'restart',
    );
    assert.equal(proveFleet(fleetOf(...web.containers)).pulls[0]?.fails, undefined);
  });

  it('are not taken for alike where a policy names the session of one of the nodes', () => {
    const machines = ['ip-10-0-0-1', 'ip-10-0-0-2'];
    const idOf = (at: number) => `i-0abc000${at}`;
    const [instance] = Object.values(healthy.instances);
    const session = `arn:aws:sts::111122223333:assumed-role/node/${idOf(0)}`;
    const policy = known(document({ ...share, Principal: { AWS: session } }));
    const world: World = {
      ...healthy,
      repositories: {
        [key]: known({
          policy,
          tags: known({}),
          imageTags: known(['v1']),
          encryption: { type: 'AES256' },
        }),
      },
      nodes: Object.fromEntries(
        machines.map((name, at) => [
          name,
          known({ ...node, name, providerId: `aws:///us-east-1a/${idOf(at)}` }),
        ]),
      ),
      instances: Object.fromEntries(machines.map((_, at) => [idOf(at), instance ?? absent])),
      interfaces: Object.fromEntries(
        machines.map((_, at) => [
          idOf(at),
          known({ ...networkInterface, privateIp: `10.0.1.${at + 10}` }),
        ]),
      ),
      pods: Object.fromEntries(
        machines.map((name, at) => [
          `default/web-${at}`,
          known({ ...web, name: `web-${at}`, node: name }),
        ]),
      ),
    };
    const pods = { 'default/web-0': { labels: {} }, 'default/web-1': { labels: {} } };
    const { pulls } = proveFleet({ world, pods, expiries: {}, needs: [] });
    assert.deepEqual(
      pulls.map(({ proof }) => proof.verdict === 'broken'),
      [false, true],
    );
  });

  it('are not taken for alike where an endpoint policy names one of the nodes, however it spells it', () => {
    const session = 'arn:aws:sts::111122223333:assumed-role/node/i-0abc00001';
    const denied = { Effect: 'Deny', Action: '*', Resource: '*' };
    const everybody = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    const byAddress = { IpAddress: { 'aws:VpcSourceIp': '10.0.1.11/32' } };
    const policies = [
      document(everybody, { ...denied, Principal: { AWS: session } }),
      document(everybody, { ...denied, Principal: '*', Condition: byAddress }),
    ];
    const escaped = (text: string) =>
      text.replace('/i-0abc', '/\\u0069-0abc').replace('SourceIp', 'Source\\u0049p');
    for (const policy of [...policies, ...policies.map(escaped)]) {
      const { pulls } = proveFleet(twoNodes(policy));
      assert.deepEqual(
        pulls.map(({ proof }) => proof.verdict === 'broken'),
        [false, true],
        policy,
      );
    }
  });

  it('are alike on nodes of a role that no policy tells apart, also where they ask for its network', () => {
    const policy = document({
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    });
    assert.equal(proveFleet(twoNodes(policy)).proofs, 1);
  });

  it('take proofs by what differs, not by how many pods there are', () => {
    const size = { nodes: 60, repositories: 10 };
    const proofs = [300, 600, 1200].map((pods) => proveFleet(madeFleet({ ...size, pods })).proofs);
    const [first = 0, second = 0, third = 0] = proofs;
    // Ten repositories, three tags, four groups of nodes; and what is gone, by workload.
    assert.ok(third <= 10 * 4 * 4 + 1200 / 10, String(proofs));
    assert.ok(third - second <= 2 * (second - first) + 10, String(proofs));
  });
});
