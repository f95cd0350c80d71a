import { cacheRoleArn, cacheRuleFactsOf, templateOf, upstreamImage } from '../chain/cache.ts';
import { known } from '../chain/fact.ts';
import {
  type CacheRuleFacts,
  cacheRuleAt,
  imageAt,
  lookUp,
  repositoryAt,
  type World,
} from '../chain/world.ts';
import { accountOf } from '../names/arn.ts';
import type { EcrImage } from '../names/ecr-image.ts';
import type { Accounts } from './aws/accounts.ts';
import {
  cacheRuleFacts,
  observeCacheRules,
  observeCreationTemplates,
  observeRefusal,
  prefixesOf,
} from './aws/cache-rules.ts';
import { observeImage } from './aws/image.ts';
import { observeRegistryPolicy, observeRepository } from './aws/repository.ts';
import { observeRole } from './aws/role.ts';
import { observeUpstreamSecret } from './aws/upstream-secret.ts';

/** The rules that fill a registry from elsewhere. */
export async function collectCacheRules(
  accounts: Accounts,
  place: EcrImage,
): Promise<Pick<World, 'cachePrefixes' | 'cacheRules'>> {
  const rules = await observeCacheRules(accounts.access(place.registryId), place);
  const cachePrefixes = { [place.registryKey]: prefixesOf(rules) };
  const hasRules = rules.state === 'known' && rules.value.length > 0;
  return hasRules ? { cachePrefixes, cacheRules: cacheRuleFacts(place, rules) } : { cachePrefixes };
}

/**
 * Where a cache rule covers the repository, looks at what ECR needs to bring the image, if it is not there; and at the
 * templates, if the repository is not there or has no policy.
 */
export async function collectCache(
  accounts: Accounts,
  place: EcrImage,
  world: World,
): Promise<World> {
  const rule = cacheRuleFactsOf(place, world);
  if (rule.state !== 'known') return world;
  const repository = lookUp(world, repositoryAt(place));
  const image = lookUp(world, imageAt(place));
  const hasPolicy = repository.state === 'known' && repository.value.policy.state !== 'absent';
  const withTemplates = hasPolicy ? world : await collectTemplates(accounts, place, world);
  return image.state === 'absent'
    ? collectUpstream(accounts, place, rule.value, withTemplates)
    : withTemplates;
}

async function collectTemplates(accounts: Accounts, place: EcrImage, world: World): Promise<World> {
  const templates = await observeCreationTemplates(accounts.access(place.registryId), place);
  const seen = { ...world, creationTemplates: { [place.registryKey]: templates } };
  const template = templateOf(place, 'PULL_THROUGH_CACHE', seen);
  const role = template.state === 'known' ? template.value.role : undefined;
  return role === undefined ? seen : withRole(accounts, role, seen);
}

async function collectUpstream(
  accounts: Accounts,
  place: EcrImage,
  rule: CacheRuleFacts,
  world: World,
): Promise<World> {
  const access = accounts.access(place.registryId);
  const { secret, role = cacheRoleArn(place) } = rule;
  const seen = await withRole(accounts, role, world);
  if (secret !== undefined) {
    const [facts, refusal] = await Promise.all([
      observeUpstreamSecret(accounts.access(accountOf(secret) ?? ''), secret),
      observeRefusal(access, place, rule),
    ]);
    return {
      ...seen,
      upstreamSecrets: { [secret]: facts },
      cacheRules: {
        ...seen.cacheRules,
        [cacheRuleAt(place, rule.prefix).key]: known({ ...rule, refusal }),
      },
    };
  }
  const upstream = upstreamImage(rule, place);
  return upstream === undefined ? seen : collectUpstreamImage(accounts, upstream, seen);
}

/** Another private registry as the upstream: it is looked at like the first. Nothing is imported there by looking. */
async function collectUpstreamImage(
  accounts: Accounts,
  upstream: EcrImage,
  world: World,
): Promise<World> {
  const access = accounts.access(upstream.registryId);
  const [repository, registryPolicy, image, rules] = await Promise.all([
    observeRepository(access, upstream),
    observeRegistryPolicy(access, upstream),
    observeImage(access, upstream, true),
    collectCacheRules(accounts, upstream),
  ]);
  return {
    ...world,
    repositories: { ...world.repositories, [upstream.repositoryKey]: repository },
    registryPolicies: { ...world.registryPolicies, [upstream.registryKey]: registryPolicy },
    images: { ...world.images, [upstream.imageKey]: image },
    cachePrefixes: { ...world.cachePrefixes, ...rules.cachePrefixes },
    cacheRules: { ...rules.cacheRules, ...world.cacheRules },
  };
}

async function withRole(accounts: Accounts, arn: string, world: World): Promise<World> {
  const role = await observeRole(accounts.access(accountOf(arn) ?? ''), arn);
  return { ...world, roles: { ...world.roles, [arn]: role } };
}
