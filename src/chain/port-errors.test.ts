// A NAT gateway without ports is the cause only for a pod whose connections were not answered, and only where it is on the way.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes, healthy, pod, statusOf, web } from './testing/across-accounts.ts';
import type { World } from './world.ts';

const [network] = Object.values(healthy.networks);
assert.ok(network?.state === 'known' && network.value.natGateways.state === 'known');
const [nat] = network.value.natGateways.value;
assert.ok(nat);

function worldOf(message: string, portErrors: World['portErrors']): World {
  const [container] = web.containers;
  assert.ok(container);
  const waiting = { reason: 'ErrImagePull', message };
  const pods = { 'default/web': known({ ...web, containers: [{ ...container, waiting }] }) };
  return { ...healthy, pods, ...(portErrors === undefined ? {} : { portErrors }) };
}

const timeout = 'failed to do request: Head "https://x/v2/": dial tcp 203.0.113.9:443: i/o timeout';
const errors = { [nat.natGatewayId]: known(12) };

describe('a NAT gateway without ports', () => {
  it('breaks the pull of a pod whose connections were not answered; endpoints take it off the gateway', () => {
    const proof = prove(pod, worldOf(timeout, errors));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW1005']]);
    assert.match(proof.causes[0]?.deciding.text ?? '', /no port left for 12 connections/);
    assert.match(proof.causes[0]?.fix.patch ?? '', /create-vpc-endpoint/);
  });

  it('is none of a pod that failed otherwise, or of one that runs', () => {
    const other = prove(pod, worldOf('403 Forbidden', errors));
    assert.equal(statusOf(other, 'network'), 'holds');
    assert.equal(prove(pod, { ...healthy, portErrors: errors }).verdict, 'holds');
  });

  it('is none where nothing was counted, or nobody looked', () => {
    for (const portErrors of [{ [nat.natGatewayId]: known(0) }, undefined]) {
      const proof = prove(pod, worldOf(timeout, portErrors));
      assert.ok(!codes(proof).includes('HW1005') || proof.causes[0]?.confidence !== 1);
    }
  });

  it('is unseen where the metrics may not be read, and says what would show them', () => {
    const hidden = { [nat.natGatewayId]: unseen('ports', 'cloudwatch:GetMetricData') };
    const proof = prove(pod, worldOf(timeout, hidden));
    assert.equal(statusOf(proof, 'network'), 'unseen');
    assert.ok(proof.needs.some(({ permission }) => permission === 'cloudwatch:GetMetricData'));
  });
});
