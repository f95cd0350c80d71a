// AWS managed policies that roles of EKS get. Source: AWS Managed Policy Reference.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../../../iam/index.ts';
import { managedPolicies } from './managed-policies.ts';

describe('AWS managed policies', () => {
  it('are those that the roles of a cluster and its nodes are given', () => {
    const names = new Set([...managedPolicies.values()].map(({ name }) => name));
    for (const name of [
      'AmazonEC2ContainerRegistryFullAccess',
      'AmazonEC2ContainerRegistryPowerUser',
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEC2ContainerRegistryReadOnly',
      'AmazonEKSClusterPolicy',
      'AmazonEKSFargatePodExecutionRolePolicy',
      'AmazonEKSVPCResourceController',
      'AmazonEKSWorkerNodeMinimalPolicy',
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
      'AmazonSSMManagedInstanceCore',
    ]) {
      assert.ok(names.has(name), name);
    }
  });

  it('are valid, and have a Sid once', () => {
    for (const { name, document } of managedPolicies.values()) {
      const { statements } = compilePolicy(JSON.parse(document), 'identity');
      assert.ok(statements.length > 0, name);
      const sids = statements.flatMap(({ sid }) => sid ?? []);
      assert.equal(new Set(sids).size, sids.length, name);
    }
  });
});
