// For every cause in the network of a node: break it, pull, look at it through EC2's API, apply the printed fix, pull again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import { CreateRepositoryCommand, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import type { Proof } from '../../src/chain/proof.ts';
import { prove } from '../../src/chain/prove.ts';
import type { World } from '../../src/chain/world.ts';
import { gather } from '../../src/evidence/diagnose.ts';
import { judge } from '../../src/evidence/judge.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { runPod } from '../../src/tour/pods.ts';
import {
  pods,
  region,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { pushTinyImage } from '../support/push-image.ts';
import { assertValid } from '../support/schemas.ts';

const skip = spawnSync('aws', ['--version']).error !== undefined && 'aws not installed';
const addOns = '602401143452';
const hostOf = (account: string, at = region) => `${account}.dkr.ecr.${at}.amazonaws.com`;

interface Case {
  readonly cause: string;
  readonly link: 'dns' | 'network' | 'endpoint-policy';
  /** What decided, as it is told. */
  readonly says: RegExp;
  /** What the printed command does; undefined where there is none. */
  readonly fix?: RegExp;
  readonly account?: string;
}

const mend =
  /^aws ec2 create-vpc-endpoint .*ecr\.api.*&& aws ec2 create-vpc-endpoint .*ecr\.dkr.*s3/;
const cases: readonly Case[] = [
  {
    cause: 'HW0901',
    link: 'dns',
    says: /enableDnsSupport off/,
    fix: /--enable-dns-support Value=true/,
  },
  {
    cause: 'HW0902',
    link: 'dns',
    says: /enableDnsHostnames off/,
    fix: /--enable-dns-hostnames Value=true/,
  },
  {
    cause: 'HW0903',
    link: 'dns',
    says: /no private DNS/,
    fix: /modify-vpc-endpoint .*--private-dns-enabled$/,
  },
  { cause: 'HW1001', link: 'network', says: /no route to .*NO_ROUTE_TO_DESTINATION/, fix: mend },
  { cause: 'HW1002', link: 'network', says: /blackhole.*BAD_STATE_ROUTE/, fix: mend },
  {
    cause: 'HW1003',
    link: 'network',
    says: /no public IPv4 address.*IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS/,
    fix: mend,
  },
  { cause: 'HW1004', link: 'network', says: /behind NAT gateway nat-/, fix: mend },
  {
    cause: 'HW1006',
    link: 'network',
    says: /no endpoint com\.amazonaws\.us-east-1\.ecr\.dkr/,
    fix: /^aws ec2 create-vpc-endpoint \S+.*ecr\.dkr[^&]*$/,
  },
  {
    cause: 'HW1007',
    link: 'network',
    says: /no endpoint com\.amazonaws\.us-east-1\.ecr\.api/,
    fix: /^aws ec2 create-vpc-endpoint \S+.*ecr\.api[^&]*$/,
  },
  {
    cause: 'HW1008',
    link: 'network',
    says: /no endpoint com\.amazonaws\.us-east-1\.s3/,
    fix: /--vpc-endpoint-type Gateway .*\.s3 --route-table-ids rtb-[^&]*$/,
  },
  {
    cause: 'HW1009',
    link: 'network',
    says: /gateway endpoint vpce-\w+ is not in route table/,
    fix: /modify-vpc-endpoint .*--add-route-table-ids rtb-/,
  },
  {
    cause: 'HW1010',
    link: 'network',
    says: /private DNS of endpoint vpce-\w+ does not answer for prod-us-east-1-starport/,
    fix: /--vpc-endpoint-type Gateway/,
  },
  {
    cause: 'HW1011',
    link: 'network',
    says: /lets the node in to endpoint .*SG_HAS_NO_RULES/,
    fix: /^aws ec2 authorize-security-group-ingress [^&]*$/,
  },
  {
    cause: 'HW1012',
    link: 'network',
    says: /lets the node out to .*SG_HAS_NO_RULES/,
    fix: /authorize-security-group-egress/,
  },
  {
    cause: 'HW1013',
    link: 'network',
    says: /rule 50 \(0\.0\.0\.0\/0\) of network ACL \S+ denies port 443 out .*SUBNET_ACL_RESTRICTION/,
    fix: /create-network-acl-entry .*--rule-number 49 .*--egress --cidr-block 0\.0\.0\.0\/0 --port-range From=443,To=443$/,
  },
  {
    cause: 'HW1014',
    link: 'network',
    says: /is in no subnet/,
    fix: /modify-vpc-endpoint .*--add-subnet-ids subnet-/,
  },
  {
    cause: 'HW1018',
    link: 'network',
    says: /route of rtb-\w+ to 10\.0\.128\.0\/17 leads to pcx-\w+, which is gone/,
    fix: /^aws ec2 delete-route [^&]*$/,
  },
  {
    cause: 'HW1101',
    link: 'endpoint-policy',
    says: /no statement of the policy of endpoint vpce-\w+ allows ecr:BatchGetImage/,
    fix: /modify-vpc-endpoint .*--policy-document/,
  },
  {
    cause: 'HW1102',
    link: 'endpoint-policy',
    says: /allows ecr:GetAuthorizationToken on \*/,
    fix: /--policy-document/,
  },
  {
    cause: 'HW1103',
    link: 'endpoint-policy',
    says: /allows s3:GetObject on arn:aws:s3:::prod-us-east-1-starport-layer-bucket/,
    fix: /--policy-document/,
  },
  {
    cause: 'HW1104',
    link: 'endpoint-policy',
    says: /allows s3:GetObject/,
    fix: /--policy-document/,
  },
  {
    cause: 'HW1105',
    link: 'endpoint-policy',
    says: /allows ecr:BatchGetImage on arn:aws:ecr:us-east-1:602401143452/,
    fix: /--policy-document/,
    account: addOns,
  },
];

describe('the network of a node', { skip }, () => {
  let local: TestLocal;
  let node = '';
  let count = 0;
  before(async () => {
    local = await startTestLocal();
  });
  // Fixes stay when a fault is healed: every case begins anew.
  beforeEach(async () => {
    await local.admin('reset', {});
    for (const account of [workloads, addOns]) {
      const created = new CreateRepositoryCommand({ repositoryName: 'app' });
      await local.ecr(account).send(created);
      await local.push('v1', account, 'app');
      await pushOther(account);
    }
    const grants = { Effect: 'Allow', Principal: '*', Action: 'ecr:*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [grants] });
    const shared = new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText: policy });
    await local.ecr(addOns).send(shared);
    node = (await pods().listNode()).items[0]?.metadata?.name ?? '';
    await runPod(pods(), 'web', `${hostOf(workloads)}/app:v1`);
    await runPod(pods(), 'add-on', `${hostOf(addOns)}/app:v1`);
  });
  after(() => local.close());

  /** An image whose layers the node has never seen. */
  async function pushOther(account: string): Promise<void> {
    const repository = new Repository(
      { domain: hostOf(account), path: 'app' },
      {
        credentials: await local.login(account),
        access: 'pull,push',
        mirrors: () => ({ endpoint: local.endpoint, transparent: true }),
      },
    );
    await pushTinyImage(repository, 'v2', `layer ${++count}`);
    repository.close();
  }

  /** The proof from what the APIs tell, and from the state of the local AWS: both have to say the same. */
  async function look(pod: string): Promise<Proof> {
    const environment = { AWS_ENDPOINT_URL: local.endpoint };
    const question = { pod, namespace: 'default' };
    const { proof, pull } = judge(
      await gather(question, { profiles: [], environment, now: Date.now() }),
    );
    assertValid('proof', proof);
    const inside = prove(pull, (await local.admin('world')) as unknown as World);
    assert.deepEqual(
      inside.causes.map(({ code, fix }) => [code, fix.patch]),
      proof.causes.map(({ code, fix }) => [code, fix.patch]),
    );
    return proof;
  }

  it('is open', async () => {
    const proof = await look('web');
    assert.deepEqual([proof.verdict, proof.needs], ['holds', []]);
    for (const link of ['dns', 'network', 'endpoint-policy']) {
      assert.equal(proof.links.find((one) => one.link === link)?.status, 'holds', link);
    }
  });

  for (const { cause, link, says, fix, account } of cases) {
    it(`is found broken by ${cause}, and mended by what is printed`, async () => {
      const pod = account === undefined ? 'web' : 'add-on';
      const image = `${hostOf(account ?? workloads)}/app:v2`;
      await local.admin('break', { cause, target: { node } });
      // The kubelet keeps a token of the registry for six hours.
      await local.admin('clock', { advance: '7h' });
      const failed = await runPod(pods(), 'meanwhile', image);
      assert.notEqual(failed.state, 'running');
      const broken = await look(pod);
      assert.equal(broken.verdict, 'broken');
      const [first, ...others] = broken.causes;
      assert.deepEqual([first?.code, others.map(({ code }) => code)], [cause, []]);
      assert.equal(first?.link, link);
      assert.match(first?.deciding.text ?? '', says);
      assert.match(first?.fix.patch ?? '', fix ?? /^$/);
      await shell(first?.fix.patch ?? '', local.environment(workloads));
      const mended = await look(pod);
      assert.deepEqual([mended.verdict, mended.causes], ['holds', []]);
      assert.deepEqual(await runPod(pods(), 'afterwards', image), { state: 'running' });
    });
  }
});
