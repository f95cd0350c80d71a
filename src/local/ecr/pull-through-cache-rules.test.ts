// Rules of the pull through cache: what they take, and how they are changed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreatePullThroughCacheRuleCommand,
  DeletePullThroughCacheRuleCommand,
  DescribePullThroughCacheRulesCommand,
  type ECRClient,
  UpdatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { startTinyRegistry, type TinyRegistry } from '../../../test/support/tiny-registry.ts';

describe('pull through cache rules', () => {
  let upstream: TinyRegistry;
  let local: LocalEcr;
  let ecr: ECRClient;
  let secrets: SecretsManagerClient;
  before(async () => {
    upstream = await startTinyRegistry();
    local = await startLocalEcr({
      'registry.k8s.io': upstream.endpoint,
      'registry-1.docker.io': upstream.endpoint,
      'quay.io': 'http://127.0.0.1:1',
    });
    ecr = local.client();
    secrets = new SecretsManagerClient({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
    });
    await cache('k8s', 'registry.k8s.io');
  });
  after(async () => {
    secrets.destroy();
    await local.close();
    upstream.close();
  });

  const cache = (ecrRepositoryPrefix: string, upstreamRegistryUrl: string, more: object = {}) =>
    ecr.send(
      new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix, upstreamRegistryUrl, ...more }),
    );
  const secret = async (name: string, SecretString: string) => {
    const Name = `ecr-pullthroughcache/${name}`;
    const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name, SecretString }));
    return ARN;
  };
  describe('rules', () => {
    it('are validated', async () => {
      await assert.rejects(cache('k8s', 'registry.k8s.io'), {
        name: 'PullThroughCacheRuleAlreadyExistsException',
      });
      await assert.rejects(cache('x1', 'registry.example.com'), {
        name: 'UnsupportedUpstreamRegistryException',
      });
      await assert.rejects(cache('x1', 'quay.io', { upstreamRegistry: 'k8s' }), {
        name: 'InvalidParameterException',
      });
      await assert.rejects(cache('x1', 'registry-1.docker.io'), {
        name: 'InvalidParameterException',
        message: /credentialArn/,
      });
    });

    it('are described, changed and deleted', async () => {
      const [one, two] = [await secret('one', '{}'), await secret('two', '{}')];
      await cache('hub', 'registry-1.docker.io', { credentialArn: one });
      const updated = await ecr.send(
        new UpdatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'hub', credentialArn: two }),
      );
      assert.equal(updated.credentialArn, two);
      const described = await ecr.send(new DescribePullThroughCacheRulesCommand({}));
      assert.deepEqual(
        described.pullThroughCacheRules?.map((one) => [
          one.ecrRepositoryPrefix,
          one.upstreamRegistry,
        ]),
        [
          ['hub', 'docker-hub'],
          ['k8s', 'k8s'],
        ],
      );
      await ecr.send(new DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'hub' }));
      await assert.rejects(
        ecr.send(new DescribePullThroughCacheRulesCommand({ ecrRepositoryPrefixes: ['hub'] })),
        { name: 'PullThroughCacheRuleNotFoundException' },
      );
    });
  });
});
