import { absent, type Fact, known } from '../chain/fact.ts';
import type {
  CacheRuleFacts,
  CreationTemplateFacts,
  UpstreamSecretFacts,
  World,
} from '../chain/world.ts';
import { defaultSecretKey } from '../ecr/upstreams.ts';
import type { Core } from './core/call.ts';
import { upstreamCredentials } from './ecr/upstream-credentials.ts';
import { AwsError } from './protocol/aws-error.ts';
import type { CreationTemplateRecord, PullThroughCacheRuleRecord, SecretRecord } from './state.ts';

/** What fills registries from elsewhere, as facts. Whether an upstream accepts credentials is not asked of it. */
export function cachesOf(
  core: Core,
): Pick<World, 'cachePrefixes' | 'cacheRules' | 'upstreamSecrets' | 'creationTemplates'> {
  const { pullThroughCacheRules, creationTemplates, secrets } = core.state;
  const prefixes = new Map<string, string[]>();
  const rules: Record<string, Fact<CacheRuleFacts>> = {};
  for (const { key, document } of pullThroughCacheRules.list()) {
    const registry = key.slice(0, key.indexOf(' '));
    const prefix = document.ecrRepositoryPrefix;
    prefixes.set(registry, [...(prefixes.get(registry) ?? []), prefix]);
    rules[`${registry}/${prefix}`] = known(ruleFacts(core, document));
  }
  const templates = new Map<string, CreationTemplateFacts[]>();
  for (const { key, document } of creationTemplates.list()) {
    const registry = key.slice(0, key.indexOf(' '));
    templates.set(registry, [...(templates.get(registry) ?? []), templateFacts(document)]);
  }
  return {
    cachePrefixes: knownEach(prefixes),
    cacheRules: rules,
    upstreamSecrets: Object.fromEntries(
      secrets
        .list()
        .filter(
          ({ document: { deletesAt } }) => deletesAt === undefined || deletesAt > core.clock.now(),
        )
        .map(({ document }) => [document.arn, known(secretFacts(document))]),
    ),
    creationTemplates: knownEach(templates),
  };
}

function knownEach<Value>(values: ReadonlyMap<string, Value>): Record<string, Fact<Value>> {
  return Object.fromEntries([...values].map(([key, value]) => [key, known(value)]));
}

function ruleFacts(core: Core, rule: PullThroughCacheRuleRecord): CacheRuleFacts {
  const { ecrRepositoryPrefix, upstreamRegistryUrl, upstreamRepositoryPrefix } = rule;
  const { credentialArn: secret, customRoleArn: role } = rule;
  return {
    prefix: ecrRepositoryPrefix,
    upstream: upstreamRegistryUrl,
    ...(upstreamRepositoryPrefix === undefined ? {} : { upstreamPrefix: upstreamRepositoryPrefix }),
    ...(secret === undefined ? {} : { secret, refusal: refusalOf(core, rule, secret) }),
    ...(role ? { role } : {}),
  };
}

function refusalOf(
  core: Core,
  rule: PullThroughCacheRuleRecord,
  credentialArn: string,
): Fact<string> {
  try {
    upstreamCredentials(core, rule, credentialArn);
    return absent;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return known(error.message);
  }
}

function secretFacts({ name, kmsKeyId: key = '', deletesAt }: SecretRecord): UpstreamSecretFacts {
  const isDefault = key === '' || key.endsWith(defaultSecretKey);
  return { name, isDeleted: deletesAt !== undefined, ...(isDefault ? {} : { key }) };
}

function templateFacts(template: CreationTemplateRecord): CreationTemplateFacts {
  const { prefix, appliedFor, repositoryPolicy, tags, encryption, customRoleArn: role } = template;
  return {
    prefix,
    appliedFor,
    hasPolicy: Boolean(repositoryPolicy),
    hasTags: Object.keys(tags).length > 0,
    encryption: encryption.encryptionType as CreationTemplateFacts['encryption'],
    ...(encryption.kmsKey ? { key: encryption.kmsKey } : {}),
    ...(role ? { role } : {}),
  };
}
