import {
  type ECRClient,
  GetRegistryPolicyCommand,
  paginateDescribePullThroughCacheRules,
  paginateDescribeRepositoryCreationTemplates,
} from '@aws-sdk/client-ecr';
import { absentOn } from './absent.ts';
import type { ObservedCache, ObservedRegistry, ObservedTemplate } from './types.ts';

/** Looks at what a registry has as a whole: caches, templates, its policy. */
export async function observeCaches(
  client: ECRClient,
): Promise<Pick<ObservedRegistry, 'caches' | 'templates' | 'policy'>> {
  const [caches, templates, { policyText }] = await Promise.all([
    rules(client),
    templatesOf(client),
    client
      .send(new GetRegistryPolicyCommand({}))
      .catch(absentOn('RegistryPolicyNotFoundException', { policyText: undefined })),
  ]);
  return { caches, templates, policy: parsed(policyText) };
}

async function rules(client: ECRClient): Promise<Map<string, ObservedCache>> {
  const found = new Map<string, ObservedCache>();
  for await (const page of paginateDescribePullThroughCacheRules({ client }, {})) {
    for (const rule of page.pullThroughCacheRules ?? []) {
      const upstream = rule.upstreamRegistryUrl ?? '';
      found.set(rule.ecrRepositoryPrefix ?? '', { upstream, credentials: rule.credentialArn });
    }
  }
  return found;
}

async function templatesOf(client: ECRClient): Promise<Map<string, ObservedTemplate>> {
  const found = new Map<string, ObservedTemplate>();
  for await (const page of paginateDescribeRepositoryCreationTemplates({ client }, {})) {
    for (const one of page.repositoryCreationTemplates ?? []) {
      found.set(one.prefix ?? '', {
        description: one.description ?? '',
        mutability: one.imageTagMutability ?? 'MUTABLE',
        lifecycle: parsed(one.lifecyclePolicy),
        policy: parsed(one.repositoryPolicy),
      });
    }
  }
  return found;
}

function parsed(text: string | undefined): object | undefined {
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as object);
}
