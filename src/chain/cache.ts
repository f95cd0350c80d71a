import { cacheRolePath, decidingPrefix, upstreamName } from '../ecr/upstreams.ts';
import { formatArn } from '../names/arn.ts';
import { type EcrImage, ecrImageNamed } from '../names/ecr-image.ts';
import { absent, type Fact, known } from './fact.ts';
import { cacheRuleOf } from './subject.ts';
import {
  type CacheRuleFacts,
  type CreationTemplateFacts,
  cacheRuleAt,
  creationTemplatesAt,
  lookUp,
  type World,
} from './world.ts';

/** The pull-through cache rule that fills a repository, with all that is known of it. */
export function cacheRuleFactsOf(place: EcrImage, world: World): Fact<CacheRuleFacts> {
  const prefix = cacheRuleOf(place, world);
  return prefix.state === 'known' ? lookUp(world, cacheRuleAt(place, prefix.value)) : prefix;
}

/** All rules of a registry that are known. */
export function cacheRulesIn({ registryKey }: EcrImage, world: World): readonly CacheRuleFacts[] {
  const prefixes = world.cachePrefixes[registryKey];
  if (prefixes?.state !== 'known') return [];
  return prefixes.value.flatMap((prefix) => {
    const rule = world.cacheRules?.[`${registryKey}/${prefix}`] ?? absent;
    return rule.state === 'known' ? [rule.value] : [];
  });
}

/** @returns where the image is that a rule would bring, if its upstream is a private registry of ECR as well. */
export function upstreamImage(rule: CacheRuleFacts, place: EcrImage): EcrImage | undefined {
  const id = place.imageKey.slice(place.repositoryKey.length);
  return ecrImageNamed(`${rule.upstream}/${upstreamName(rule, place.name)}${id}`);
}

/** ARN of the role that ECR is in a registry's account when it fills the registry. */
export function cacheRoleArn({ partition, registryId: accountId }: EcrImage): string {
  const resource = `role/${cacheRolePath}`;
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}

/** The template for a repository that ECR makes: the longest prefix that covers it, as with cache rules. */
export function templateOf(
  place: EcrImage,
  purpose: 'PULL_THROUGH_CACHE' | 'REPLICATION',
  world: World,
): Fact<CreationTemplateFacts> {
  const all = lookUp(world, creationTemplatesAt(place));
  if (all.state !== 'known') return all;
  const fitting = all.value.filter(({ appliedFor }) => appliedFor.includes(purpose));
  const prefix = decidingPrefix(
    fitting.map((one) => one.prefix),
    place.name,
  );
  const template = fitting.find((one) => one.prefix === prefix);
  return template === undefined ? absent : known(template);
}
