import {
  type PullThroughCacheRule,
  paginateDescribePullThroughCacheRules,
  paginateDescribeRepositoryCreationTemplates,
  type RepositoryCreationTemplate,
  ValidatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import {
  type CacheRuleFacts,
  type CreationTemplateFacts,
  cachePrefixesAt,
  cacheRuleAt,
  creationTemplatesAt,
  type Facts,
} from '../../chain/world.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';
import { forPlace } from './repository.ts';

/** Looks at the pull-through cache rules of a registry. */
export function observeCacheRules(
  access: Access,
  place: EcrImage,
): Promise<Fact<readonly CacheRuleFacts[]>> {
  return once(access, `cache rules of ${place.registryKey}`, () => lookAtCacheRules(access, place));
}

function lookAtCacheRules(
  access: Access,
  place: EcrImage,
): Promise<Fact<readonly CacheRuleFacts[]>> {
  const { client } = forPlace(access, place);
  const look = {
    ...cachePrefixesAt(place),
    absentOn: ['PullThroughCacheRuleNotFoundException'],
  };
  return observe(look, async () => {
    const rules: CacheRuleFacts[] = [];
    const registryId = place.registryId;
    for await (const page of paginateDescribePullThroughCacheRules({ client }, { registryId })) {
      rules.push(...(page.pullThroughCacheRules ?? []).flatMap(ruleFacts));
    }
    return rules;
  });
}

function ruleFacts(rule: PullThroughCacheRule): CacheRuleFacts[] {
  const { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: upstream = '' } = rule;
  const { upstreamRepositoryPrefix, credentialArn, customRoleArn } = rule;
  if (prefix === undefined) return [];
  return [
    {
      prefix,
      upstream,
      ...(upstreamRepositoryPrefix ? { upstreamPrefix: upstreamRepositoryPrefix } : {}),
      ...(credentialArn ? { secret: credentialArn } : {}),
      ...(customRoleArn ? { role: customRoleArn } : {}),
    },
  ];
}

/** The prefixes of the repositories that a registry fills from elsewhere. */
export async function observeCachePrefixes(
  access: Access,
  place: EcrImage,
): Promise<Fact<readonly string[]>> {
  return prefixesOf(await observeCacheRules(access, place));
}

export function prefixesOf(rules: Fact<readonly CacheRuleFacts[]>): Fact<readonly string[]> {
  return rules.state === 'known' ? known(rules.value.map(({ prefix }) => prefix)) : rules;
}

/** The rules of a registry as facts, each by its prefix. */
export function cacheRuleFacts(
  place: EcrImage,
  rules: Fact<readonly CacheRuleFacts[]>,
): Facts<CacheRuleFacts> {
  if (rules.state !== 'known') return {};
  return Object.fromEntries(
    rules.value.map((rule) => [cacheRuleAt(place, rule.prefix).key, known(rule)]),
  );
}

/** Asks ECR whether it gets in upstream with a rule's credentials: it reads the secret, and tries them. */
export function observeRefusal(
  access: Access,
  place: EcrImage,
  { prefix }: CacheRuleFacts,
): Promise<Fact<string>> {
  return once(access, `validity of ${cacheRuleAt(place, prefix).key}`, async () => {
    const { client } = forPlace(access, place);
    const look = {
      fact: `whether the credentials of cache rule ${prefix} work upstream`,
      permission: 'ecr:ValidatePullThroughCacheRule on *',
      absentOn: [],
    };
    return observe(look, async () => {
      const { isValid, failure = 'it is not valid' } = await client.send(
        new ValidatePullThroughCacheRuleCommand({
          registryId: place.registryId,
          ecrRepositoryPrefix: prefix,
        }),
      );
      return isValid === false ? failure : undefined;
    });
  });
}

/** Looks at the templates of repositories that ECR makes. AWS tells them to the registry's own account only. */
export function observeCreationTemplates(
  access: Access,
  place: EcrImage,
): Promise<Fact<readonly CreationTemplateFacts[]>> {
  const at = creationTemplatesAt(place);
  if (access.accountId !== place.registryId) {
    return Promise.resolve(
      unseen(at.fact, `${at.permission}: name a profile for it with --profile`),
    );
  }
  return once(access, `creation templates of ${place.registryKey}`, async () => {
    const { client } = forPlace(access, place);
    return observe({ ...at, absentOn: [] }, async () => {
      const templates: CreationTemplateFacts[] = [];
      for await (const page of paginateDescribeRepositoryCreationTemplates({ client }, {})) {
        templates.push(...(page.repositoryCreationTemplates ?? []).map(templateFacts));
      }
      return templates.length === 0 ? undefined : templates;
    });
  });
}

function templateFacts(template: RepositoryCreationTemplate): CreationTemplateFacts {
  const { prefix = '', appliedFor = [], repositoryPolicy, resourceTags, customRoleArn } = template;
  const { encryptionType = 'AES256', kmsKey } = template.encryptionConfiguration ?? {};
  return {
    prefix,
    appliedFor,
    hasPolicy: Boolean(repositoryPolicy),
    hasTags: (resourceTags ?? []).length > 0,
    encryption: encryptionType,
    ...(kmsKey ? { key: kmsKey } : {}),
    ...(customRoleArn ? { role: customRoleArn } : {}),
  };
}
