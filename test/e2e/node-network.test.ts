// A pod's image is pulled over the network that EC2 tells of: what is cut there fails in containerd's words.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  pods,
  region,
  registryHost,
  repositoryName,
  share,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';

const skip = spawnSync('aws', ['--version']).error !== undefined && 'aws not installed';
const namespace = 'default';
const registry = `${shared}.dkr.ecr.${region}.amazonaws.com`;
const layerHost = `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`;

describe('An image pulled by an emulated node', { skip }, () => {
  let local: TestLocal;
  before(async () => {
    local = await startTestLocal();
  });
  after(() => local.close());

  beforeEach(async () => {
    await local.admin('reset', {});
    await shell(
      `aws ecr create-repository --repository-name ${repositoryName}`,
      local.environment(shared),
    );
    await share(local);
    await local.push('v1');
  });

  const ec2 = async (command: string): Promise<string> => {
    const told = await shell(`aws ec2 ${command} --output text`, local.environment(workloads));
    return told.trim();
  };
  const instance = (query: string) =>
    ec2(`describe-instances --query 'Reservations[0].Instances[0].${query}'`);

  async function isolate(): Promise<{ vpc: string; subnet: string; group: string; table: string }> {
    const vpc = await instance('VpcId');
    const subnet = await instance('SubnetId');
    const group = await instance('SecurityGroups[0].GroupId');
    const table = await ec2(`create-route-table --vpc-id ${vpc} --query RouteTable.RouteTableId`);
    await ec2(`associate-route-table --route-table-id ${table} --subnet-id ${subnet}`);
    return { vpc, subnet, group, table };
  }

  it('arrives over the internet gateway, as the node is in a public subnet', async () => {
    await run();
    await until(async () => ((await isRunning()) ? true : undefined));
  });

  it('is not resolved where the VPC has no DNS', async () => {
    const vpc = await instance('VpcId');
    await ec2(`modify-vpc-attribute --vpc-id ${vpc} --no-enable-dns-support`);
    await run();
    await failsWith(
      new RegExp(
        `failed to do request: Head "https://${registryHost}/v2/.*": dial tcp: lookup ${registry} on 10\\.0\\.0\\.2:53: read udp .*: i/o timeout`,
      ),
    );
  });

  it('times out where no route leads to the registry', async () => {
    await isolate();
    await run();
    await failsWith(
      new RegExp(
        `failed to do request: Head "https://${registryHost}/v2/.*": dial tcp [\\d.]+:443: i/o timeout`,
      ),
    );
  });

  it('fails at its layers without an endpoint for S3, and arrives with one', async () => {
    const { vpc, subnet, group, table } = await isolate();
    for (const service of ['ecr.api', 'ecr.dkr']) {
      await ec2(
        `create-vpc-endpoint --vpc-id ${vpc} --vpc-endpoint-type Interface --service-name com.amazonaws.${region}.${service} --subnet-ids ${subnet} --security-group-ids ${group} --private-dns-enabled`,
      );
    }
    await run();
    await failsWith(
      new RegExp(
        `failed to do request: Get "https://${layerHost}/sha256:[0-9a-f]{64}": dial tcp [\\d.]+:443: i/o timeout`,
      ),
    );
    await ec2(
      `create-vpc-endpoint --vpc-id ${vpc} --service-name com.amazonaws.${region}.s3 --route-table-ids ${table}`,
    );
    await run();
    await until(async () => ((await isRunning()) ? true : undefined));
  });

  it('is denied by the policy of the endpoint of the registry', async () => {
    const { vpc, subnet, group } = await isolate();
    const policy = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'ecr:*',
          Resource: `arn:aws:ecr:${region}:${workloads}:repository/*`,
        },
        { Effect: 'Allow', Principal: '*', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      ],
    });
    for (const service of ['ecr.api', 'ecr.dkr']) {
      await ec2(
        `create-vpc-endpoint --vpc-id ${vpc} --vpc-endpoint-type Interface --service-name com.amazonaws.${region}.${service} --subnet-ids ${subnet} --security-group-ids ${group} --private-dns-enabled --policy-document '${policy}'`,
      );
    }
    await run();
    await failsWith(/403 Forbidden/);
  });

  it('has no credentials where the API of ECR cannot be reached', async () => {
    const { vpc, subnet, group } = await isolate();
    await ec2(
      `create-vpc-endpoint --vpc-id ${vpc} --vpc-endpoint-type Interface --service-name com.amazonaws.${region}.ecr.dkr --subnet-ids ${subnet} --security-group-ids ${group} --private-dns-enabled`,
    );
    await run();
    await failsWith(/no basic auth credentials/);
  });

  async function run(): Promise<void> {
    await pods()
      .deleteNamespacedPod({ namespace, name: 'web', gracePeriodSeconds: 0 })
      .catch(() => undefined);
    await until(async () => {
      const { items } = await pods().listNamespacedPod({ namespace });
      return items.length === 0 ? true : undefined;
    });
    const image = `${registryHost}/${repositoryName}:v1`;
    await pods().createNamespacedPod({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'app', image, imagePullPolicy: 'Always' }] },
      },
    });
  }

  async function isRunning(): Promise<boolean> {
    const pod = await pods().readNamespacedPod({ namespace, name: 'web' });
    return pod.status?.containerStatuses?.[0]?.state?.running !== undefined;
  }

  async function failsWith(words: RegExp): Promise<void> {
    const told = await until(async () => {
      const pod = await pods().readNamespacedPod({ namespace, name: 'web' });
      const { items } = await pods().listNamespacedEvent({ namespace });
      const failed = items.filter(
        ({ involvedObject, reason, message }) =>
          reason === 'Failed' &&
          involvedObject.uid === pod.metadata?.uid &&
          message?.includes('Failed to pull') === true,
      );
      return failed[0]?.message;
    });
    assert.match(told, words);
  }
});

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) assert.fail(`waited in vain for ${look.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
