// Rules of the pull through cache: their validation, and how they are changed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  DeletePullThroughCacheRuleCommand,
  DescribePullThroughCacheRulesCommand,
  UpdatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import { type CacheRules, startCacheRules } from '../../../test/support/cache-rules.ts';

describe('pull through cache rules', () => {
  let rules: CacheRules;
  let ecr: CacheRules['ecr'];
  let cache: CacheRules['cache'];
  let secret: CacheRules['secret'];
  before(async () => {
    rules = await startCacheRules();
    ({ ecr, cache, secret } = rules);
  });
  after(() => rules.close());

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
