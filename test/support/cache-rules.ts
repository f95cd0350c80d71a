// A local AWS with upstreams for pull through cache rules: two that serve an image, and one that does not listen.
import {
  CreatePullThroughCacheRuleCommand,
  type CreatePullThroughCacheRuleCommandOutput,
  type ECRClient,
} from '@aws-sdk/client-ecr';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { account, type LocalEcr, region, startLocalEcr } from './local-ecr.ts';
import { startTinyRegistry, type TinyRegistry } from './tiny-registry.ts';

export interface CacheRules {
  readonly local: LocalEcr;
  readonly ecr: ECRClient;
  readonly secrets: SecretsManagerClient;
  /** Behind registry.k8s.io, for which there is a rule with the prefix `k8s`, and Docker Hub. */
  readonly upstream: TinyRegistry;
  /** Creates a rule. */
  cache(
    prefix: string,
    upstreamRegistryUrl: string,
    more?: object,
  ): Promise<CreatePullThroughCacheRuleCommandOutput>;
  /** Creates a secret that a rule may name. @returns its ARN. */
  secret(name: string, SecretString: string): Promise<string>;
  close(): Promise<void>;
}

export async function startCacheRules(): Promise<CacheRules> {
  const upstream = await startTinyRegistry();
  const local = await startLocalEcr({
    'registry.k8s.io': upstream.endpoint,
    'registry-1.docker.io': upstream.endpoint,
    'quay.io': 'http://127.0.0.1:1',
  });
  const ecr = local.client();
  const secrets = new SecretsManagerClient({
    endpoint: local.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
  });
  const cache = (ecrRepositoryPrefix: string, upstreamRegistryUrl: string, more: object = {}) =>
    ecr.send(
      new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix, upstreamRegistryUrl, ...more }),
    );
  await cache('k8s', 'registry.k8s.io');
  return {
    local,
    ecr,
    secrets,
    upstream,
    cache,
    async secret(name, SecretString) {
      const Name = `ecr-pullthroughcache/${name}`;
      const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name, SecretString }));
      return ARN;
    },
    async close() {
      secrets.destroy();
      await local.close();
      upstream.close();
    },
  };
}
