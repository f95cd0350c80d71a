// What the kubelet last said makes causes likely, and none that what was seen rules out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withNat } from '../network/testing/private-vpc.ts';
import { absent, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import {
  codes as causesOf,
  document,
  image,
  pod,
  web,
  withRepositoryPolicy,
} from './testing/across-accounts.ts';
import { web as own, pull, withContainer } from './testing/one-account.ts';
import type { NetworkFacts, World } from './world.ts';

/** A pod of one account that waits for an image of another one, which refused it with 403. */
function world(repositoryPolicy: object): World {
  const message = `Failed to pull image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://444455556666.dkr.ecr.us-east-1.amazonaws.com/v2/team/app/manifests/v1: 403 Forbidden`;
  const waiting = { reason: 'ErrImagePull', message };
  const containers = [{ name: 'app', image, imagePullPolicy: 'Always', waiting }];
  return {
    ...withRepositoryPolicy(document(repositoryPolicy)),
    pods: { 'default/web': known({ ...web, containers }) },
  };
}

describe('a pull that was refused, by a policy with a condition that nobody sees', () => {
  const allow = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'ecr:*',
    Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  };
  const codes = (policy: object): string[] => causesOf(prove(pod, world(policy)));

  it('is not put down to what the policy does not have', () => {
    const proof = prove(pod, world(allow));
    assert.equal(proof.verdict, 'unseen');
    const without = ['HW1301', 'HW1302', 'HW1303', 'HW1306', 'HW1307'];
    assert.deepEqual(
      without.filter((code) => codes(allow).includes(code)),
      [],
    );
    assert.ok(codes(allow).includes('HW1308'));
  });

  it('may be put down to another organization where the policy asks for one', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    const accounts = { '444455556666': absent };
    const proof = prove(pod, { ...world({ ...allow, Condition }), accounts });
    assert.ok(causesOf(proof).includes('HW1307'));
  });
});

describe('an image of another registry, whose host the node did not resolve', () => {
  const codes = (host: string, network: NetworkFacts): string[] => {
    const other = `${host}/team/app:v1`;
    const message = `Failed to pull image "${other}": failed to resolve reference "${other}": failed to do request: Head "https://${host}/v2/team/app/manifests/v1": dial tcp: lookup ${host} on 10.0.0.2:53: no such host`;
    const waiting = { reason: 'ErrImagePull', message };
    const world = withContainer({ ...own.containers[0], image: other, waiting });
    const proof = prove(pull, { ...world, networks: { 'vpc-1': known(network) } });
    assert.equal(proof.verdict, 'unseen');
    return causesOf(proof);
  };
  const dns = (enableDnsSupport: boolean) => known({ enableDnsSupport, enableDnsHostnames: false });
  const hosts = ['quay.io', 'ghcr.io', 'gcr.io', 'corp.azurecr.io', 'public.ecr.aws', 'r.example'];
  for (const host of hosts) {
    it(`is put down to the DNS of a VPC only where that is off: ${host}`, () => {
      assert.ok(codes(host, { ...withNat, dns: dns(false) }).includes('HW0901'));
      assert.ok(!codes(host, { ...withNat, dns: dns(true) }).includes('HW0901'));
      const hidden = unseen('the attributes of the VPC', 'ec2:DescribeVpcAttribute on *');
      assert.ok(codes(host, { ...withNat, dns: hidden }).includes('HW0901'));
    });

    it(`is put down neither to endpoints of ECR nor to a way that is there: ${host}`, () => {
      const found = codes(host, { ...withNat, dns: dns(true) });
      const ofEcr = ['HW0902', 'HW0903', 'HW0905', 'HW0909', 'HW1008'];
      const ofWay = ['HW0904', 'HW1001', 'HW1002', 'HW1003', 'HW1004'];
      assert.deepEqual(
        [...ofEcr, ...ofWay].filter((code) => found.includes(code)),
        [],
      );
    });
  }

  it('may be put down to the way where there is none', () => {
    const routeTables = known([]);
    assert.ok(codes('quay.io', { ...withNat, routeTables }).includes('HW1001'));
  });

  it('is not put down to another suffix where its host has suffix of AWS', () => {
    const host = '444455556666.dkr.ecr.us-east-1.amazonaws.com.jfrog.io';
    const found = codes(host, withNat);
    assert.deepEqual(
      found.filter((code) => code.startsWith('HW01')),
      [],
    );
  });
});
