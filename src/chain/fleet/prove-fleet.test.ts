import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { madeFleet } from '../../../bench/doctor/made-fleet.ts';
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

  it('take proofs by what differs, not by how many pods there are', () => {
    const size = { nodes: 60, repositories: 10 };
    const proofs = [300, 600, 1200].map((pods) => proveFleet(madeFleet({ ...size, pods })).proofs);
    const [first = 0, second = 0, third = 0] = proofs;
    // Ten repositories, three tags, four groups of nodes; and what is gone, by workload.
    assert.ok(third <= 10 * 4 * 4 + 1200 / 10, String(proofs));
    assert.ok(third - second <= 2 * (second - first) + 10, String(proofs));
  });
});
