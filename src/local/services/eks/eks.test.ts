// EKS's view of clusters. Source: EKS API reference.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { ask } from '../../../../test/support/signed-api.ts';

let local: LocalEcr;
before(async () => {
  local = await startLocalEcr();
});
after(() => local.close());

function eks<Output>(method: string, path: string, body?: object): Promise<Output> {
  return ask<Output>(local.endpoint, {
    service: 'eks',
    method,
    path,
    ...(body === undefined ? {} : { body }),
  });
}

interface Cluster {
  readonly cluster: {
    readonly resourcesVpcConfig: { readonly vpcId: string; readonly subnetIds: string[] };
    readonly status: string;
  };
}

describe('EKS', () => {
  it('knows the emulated cluster and its network', async () => {
    const { clusters } = await eks<{ clusters: string[] }>('GET', '/clusters');
    assert.deepEqual(clusters, ['hawser']);
    const { cluster } = await eks<Cluster>('GET', '/clusters/hawser');
    assert.equal(cluster.status, 'ACTIVE');
    assert.match(cluster.resourcesVpcConfig.vpcId, /^vpc-/);
    assert.equal(cluster.resourcesVpcConfig.subnetIds.length, 2);
  });

  it('knows no other', async () => {
    await assert.rejects(eks('GET', '/clusters/other'), {
      name: 'ResourceNotFoundException',
      message: 'No cluster found for name: other.',
      status: 404,
    });
    await assert.rejects(eks('GET', '/clusters/hawser/nonsense'), {
      name: 'UnknownOperationException',
    });
  });

  it('has nodegroups, which keep their cluster', async () => {
    const { cluster } = await eks<Cluster>('GET', '/clusters/hawser');
    const nodeRole = `arn:aws:iam::${account}:role/hawser-node`;
    const { subnetIds: subnets } = cluster.resourcesVpcConfig;
    const body = { nodegroupName: 'workers', nodeRole, subnets };
    await eks('POST', '/clusters/hawser/node-groups', body);
    const found = await eks<{ nodegroup: { nodeRole: string; nodegroupArn: string } }>(
      'GET',
      '/clusters/hawser/node-groups/workers',
    );
    assert.equal(found.nodegroup.nodeRole, nodeRole);
    assert.match(
      found.nodegroup.nodegroupArn,
      new RegExp(`^arn:aws:eks:${region}:${account}:nodegroup/hawser/workers/`),
    );
    await assert.rejects(eks('DELETE', '/clusters/hawser'), {
      name: 'ResourceInUseException',
      message: 'Cluster has nodegroups attached',
    });
  });

  it('finds Pod Identity associations by service account', async () => {
    const roleArn = `arn:aws:iam::${account}:role/app`;
    const body = { namespace: 'apps', serviceAccount: 'web', roleArn };
    const path = '/clusters/hawser/pod-identity-associations';
    const made = await eks<{ association: { associationId: string } }>('POST', path, body);
    const { associationId } = made.association;
    const listed = await eks<{ associations: { associationId: string }[] }>(
      'GET',
      `${path}?namespace=apps&serviceAccount=web`,
    );
    assert.deepEqual(
      listed.associations.map((one) => one.associationId),
      [associationId],
    );
    const one = await eks<{ association: { roleArn: string } }>('GET', `${path}/${associationId}`);
    assert.equal(one.association.roleArn, roleArn);
    await assert.rejects(eks('POST', path, body), { name: 'ResourceInUseException' });
  });

  it('finds access entries by the ARN in the path', async () => {
    const principalArn = `arn:aws:iam::${account}:role/team/nodes`;
    await eks('POST', '/clusters/hawser/access-entries', { principalArn, type: 'EC2_LINUX' });
    const { accessEntry } = await eks<{ accessEntry: { kubernetesGroups: string[] } }>(
      'GET',
      `/clusters/hawser/access-entries/${encodeURIComponent(principalArn)}`,
    );
    assert.deepEqual(accessEntry.kubernetesGroups, ['system:nodes']);
  });
});
