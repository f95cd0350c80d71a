// The doctor with exactly the rights that it says it needs, and with each of them taken away.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { gather } from '../../src/evidence/diagnose.ts';
import type { Question } from '../../src/evidence/judge.ts';
import { nameKey } from '../../src/local/state.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { runPod } from '../../src/tour/pods.ts';
import {
  pods,
  region,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { pullers } from '../support/pullers.ts';
import { pushTinyImage } from '../support/push-image.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const host = `${workloads}.dkr.ecr.${region}.amazonaws.com`;

// biome-ignore format: one command
const cacheRule = `aws ecr create-pull-through-cache-rule --ecr-repository-prefix hub --upstream-registry-url registry-1.docker.io --credential-arn $(aws secretsmanager create-secret --name ecr-pullthroughcache/hub --secret-string '{"username":"u","accessToken":"t"}' --query ARN --output text)`;

describe('hawser doctor --permissions', () => {
  let local: TestLocal;
  let key = { AccessKeyId: '', SecretAccessKey: '' };
  let actions: readonly string[] = [];
  let root: NodeJS.ProcessEnv = {};
  before(async () => {
    local = await startTestLocal();
    root = local.environment(workloads);
    await shell('aws ecr create-repository --repository-name app', root);
    await shell(
      'aws ecr create-repository --repository-name sealed --encryption-configuration encryptionType=KMS,kmsKey=$(aws kms create-key --query KeyMetadata.Arn --output text)',
      root,
    );
    organize(local);
    await pullers(root);
    await local.push('v1', workloads, 'app');
    const password = await shell('aws ecr get-login-password', root);
    const repository = new Repository(
      { domain: host, path: 'app' },
      {
        credentials: { username: 'AWS', password: password.trim() },
        access: 'pull,push',
        mirrors: () => ({ endpoint: local.endpoint, transparent: true }),
      },
    );
    await pushTinyImage(repository, 'single', 'text');
    repository.close();
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: shared }, Action: 'ecr:BatchGetImage' }],
    });
    await writeFile(join(local.folder, 'policy.json'), policy);
    await shell(
      `aws ecr set-repository-policy --repository-name app --policy-text file://${local.folder}/policy.json`,
      root,
    );
    await shell(
      `aws iam put-role-policy --role-name hawser-node --policy-name own --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}]}'`,
      root,
    );
    // The interfaces of endpoints are looked at where there are endpoints.
    const [vpc] = await list(
      'describe-vpcs --filters Name=is-default,Values=false',
      'Vpcs[].VpcId',
    );
    const [subnet] = await list(
      `describe-subnets --filters Name=vpc-id,Values=${vpc}`,
      'Subnets[].SubnetId',
    );
    await shell(
      `aws ec2 create-vpc-endpoint --vpc-id ${vpc} --vpc-endpoint-type Interface --service-name com.amazonaws.${region}.logs --subnet-ids ${subnet}`,
      root,
    );
    // A zone of another name than those of a pull, which may hold one all the same.
    await shell(
      `aws route53 create-hosted-zone --name other.amazonaws.com --vpc VPCRegion=${region},VPCId=${vpc} --caller-reference other`,
      root,
    );
    await shell(`aws iam create-user --user-name doctor && ${cacheRule}`, root);
    const made = await shell('aws iam create-access-key --user-name doctor', root);
    key = (JSON.parse(made) as { AccessKey: typeof key }).AccessKey;
    const { iam } = JSON.parse(await doctor('--permissions -o json')) as {
      iam: { Statement: { Action: string[] }[] };
    };
    actions = iam.Statement.flatMap(({ Action }) => Action);
    await runPod(pods(), 'web', `${host}/app:v1`);
    // Peering connections and transit gateways are looked at where routes lead to them.
    await shell(
      `other=$(aws ec2 create-vpc --cidr-block 10.99.0.0/16 --query Vpc.VpcId --output text) && pcx=$(aws ec2 create-vpc-peering-connection --vpc-id ${vpc} --peer-vpc-id $other --query VpcPeeringConnection.VpcPeeringConnectionId --output text) && aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id $pcx && tgw=$(aws ec2 create-transit-gateway --query TransitGateway.TransitGatewayId --output text) && aws ec2 create-transit-gateway-vpc-attachment --transit-gateway-id $tgw --vpc-id ${vpc} --subnet-ids ${subnet} && table=$(aws ec2 describe-route-tables --filters Name=vpc-id,Values=${vpc} --query 'RouteTables[0].RouteTableId' --output text) && aws ec2 create-route --route-table-id $table --destination-cidr-block 10.99.0.0/16 --vpc-peering-connection-id $pcx && aws ec2 create-route --route-table-id $table --destination-cidr-block 10.98.0.0/16 --transit-gateway-id $tgw`,
      root,
    );
    await podWithoutToken();
    // Exclusions are looked at where something is blocked.
    await shell(
      'aws ec2 modify-vpc-block-public-access-options --internet-gateway-block-mode block-ingress',
      root,
    );
    process.env.AWS_ACCESS_KEY_ID = key.AccessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = key.SecretAccessKey;
  });
  after(async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    await local.close();
  });
  const role = `arn:aws:iam::${workloads}:role/hawser-node`;
  const questions: readonly Question[] = [
    { pod: 'web', namespace: 'default' },
    // One platform, which its configuration tells; and one that is not there, or in the archive.
    { image: `${host}/app:single`, role },
    { image: `${host}/app:gone`, role },
    { image: `${host}/sealed:v1`, role },
    { image: `${host}/hub/library/gone:v1`, role },
    // Clients inside the cluster, and a pod on Fargate.
    { image: `${host}/app:single`, namespace: 'default', serviceAccount: 'annotated' },
    { image: `${host}/app:single`, namespace: 'default', serviceAccount: 'associated' },
    { pod: 'on-fargate', namespace: 'default' },
    // A pod whose node got no token: it may be the quota.
    { pod: 'without-token', namespace: 'default' },
    // A hybrid node, and a pod whose puller lacks the grant, which another role may have.
    { pod: 'on-hybrid', namespace: 'default' },
    { pod: 'denied', namespace: 'default' },
    { image: `${host}/app:single`, role: role.replace(workloads, shared) },
  ];

  const list = async (command: string, query: string): Promise<string[]> =>
    JSON.parse(
      await shell(`aws ec2 ${command} --query '${query}' --output json`, root),
    ) as string[];

  const doctor = (args: string): Promise<string> =>
    shell(`"${process.execPath}" "${hawser}" doctor ${args}`, local.environment(workloads));

  /** What is unseen of the facts that the doctor collects, once it may do those actions: the actions that it names. */
  async function unseenWith(allowed: readonly string[], question: Question): Promise<Set<string>> {
    const Statement = [{ Effect: 'Allow', Action: allowed, Resource: '*' }];
    const document = JSON.stringify({ Version: '2012-10-17', Statement });
    const record = local.local.core.state.users.get(nameKey(workloads, 'doctor'));
    assert.ok(record);
    local.local.core.state.users.put(nameKey(workloads, 'doctor'), {
      ...record,
      inline: { read: document },
    });
    const cases = await gather(question, {
      profiles: [],
      environment: { AWS_ENDPOINT_URL: local.endpoint, AWS_ACCESS_KEY_ID: key.AccessKeyId },
      now: Date.now(),
    });
    const needs = unseenIn(cases.map(({ world }) => world));
    return new Set(
      needs.flatMap(
        (text) =>
          text.match(
            /\b(?:cloudtrail|cloudwatch|servicequotas|ecr|iam|ec2|eks|kms|organizations|route53|route53resolver|secretsmanager):\w+/g,
          ) ?? [],
      ),
    );
  }

  it('lists all that is needed to observe a pull', async () => {
    for (const question of questions) {
      assert.deepEqual(await unseenWith(actions, question), new Set(), JSON.stringify(question));
    }
  });

  it('lists nothing that is not needed: without any of them facts are unseen, and it is named', async () => {
    const unmissed: string[] = [];
    for (const action of actions) {
      const left = actions.filter((other) => other !== action);
      const seen = await Promise.all(questions.map((question) => unseenWith(left, question)));
      if (!seen.some((named) => named.has(action))) unmissed.push(action);
    }
    // For what lifecycle rules will do to the images of a fleet; and what a fix can choose from.
    assert.deepEqual(unmissed, ['ecr:GetLifecyclePolicy', 'iam:ListInstanceProfiles']);
  });

  it('is a ClusterRole too, in YAML for kubectl', async () => {
    const text = await doctor('--permissions');
    assert.match(text, /^# IAM policy.*\n\{\n {2}"Version": "2012-10-17"/);
    const role = parse(text.slice(text.indexOf('apiVersion:'))) as {
      kind: string;
      rules: unknown[];
    };
    assert.equal(role.kind, 'ClusterRole');
    assert.deepEqual(role.rules[2], {
      apiGroups: [''],
      resources: ['secrets', 'serviceaccounts', 'nodes/proxy'],
      verbs: ['get'],
    });
  });
});

/** A pod that no credential provider answers for, because of the port in its image. */
async function podWithoutToken(): Promise<void> {
  const name = 'without-token';
  await pods().createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name },
      spec: { containers: [{ name: 'app', image: `${host}:443/app:v1` }] },
    },
  });
  for (let tries = 0; tries < 200; tries++) {
    const { status } = await pods().readNamespacedPod({ namespace: 'default', name });
    const { waiting } = status?.containerStatuses?.[0]?.state ?? {};
    if (/no basic auth/.test(waiting?.message ?? '')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${name} was not refused`);
}

/** Puts both accounts into an organization, which the first one manages. */
function organize({ local }: TestLocal): void {
  const { organizations, organizationMembers } = local.core.state;
  const id = 'o-a1b2c3d4e5';
  organizations.put(id, {
    id,
    managementAccount: workloads,
    rootId: 'r-ab12',
    policyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    createdAt: 0,
  });
  for (const account of [workloads, shared]) {
    organizationMembers.put(account, {
      id: account,
      kind: 'account',
      organization: id,
      parent: 'r-ab12',
      name: account,
      joinedAt: 0,
    });
  }
}

/** The permissions of all facts that are unseen. */
function unseenIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { state, need } = value as { state?: unknown; need?: { permission: string } };
  if (state === 'unseen' && need !== undefined) return [need.permission];
  return Object.values(value).flatMap(unseenIn);
}
