import {
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  paginateDescribeRepositories,
  type Repository,
} from '@aws-sdk/client-ecr';
import type { Access } from '../../evidence/aws/accounts.ts';
import { clientFor } from '../../evidence/aws/repository.ts';
import { ownerTag } from '../../spec/graph/resource.ts';
import { absentOn } from './absent.ts';
import { observeCaches } from './caches.ts';
import { tagsOf } from './iam.ts';
import { inParallel } from './in-parallel.ts';
import type { ObservedRegistry, ObservedRepository } from './types.ts';

/** Repositories that are looked at together, in one registry. */
const together = 16;

/** Which repositories of a registry a spec is about. */
export interface RegistryInterest {
  readonly region: string;
  /** Names that it declares. */
  readonly declared: ReadonlySet<string>;
  /** Whose other repositories count: those with this value of the tag `hawser.dev/spec`; every one where left out. */
  readonly owner?: string;
}

/** Looks at a registry: what the spec declares, and what it made before. */
export async function observeRegistry(
  access: Access,
  { region, declared, owner }: RegistryInterest,
): Promise<ObservedRegistry> {
  const client = clientFor(access, region);
  const all: Repository[] = [];
  for await (const page of paginateDescribeRepositories({ client, pageSize: 1000 }, {})) {
    all.push(...(page.repositories ?? []));
  }
  const found = await inParallel(together, all, async (repository) => {
    const name = repository.repositoryName ?? '';
    const { tags = [] } = await client.send(
      new ListTagsForResourceCommand({ resourceArn: repository.repositoryArn }),
    );
    const known = tagsOf(tags.map(({ Key, Value }) => ({ Key: Key ?? '', Value: Value ?? '' })));
    const matters = owner === undefined || known[ownerTag] === owner || declared.has(name);
    return matters ? [[name, await observeRepository(client, repository, known)] as const] : [];
  });
  return {
    account: access.accountId ?? '',
    region,
    repositories: new Map(found.flat()),
    ...(await observeCaches(client)),
  };
}

async function observeRepository(
  client: ECRClient,
  repository: Repository,
  tags: Readonly<Record<string, string>>,
): Promise<ObservedRepository> {
  const { registryId, repositoryName } = repository;
  const [policy, lifecycle] = await Promise.all([
    client
      .send(new GetRepositoryPolicyCommand({ registryId, repositoryName }))
      .catch(absentOn('RepositoryPolicyNotFoundException', { policyText: undefined })),
    client
      .send(new GetLifecyclePolicyCommand({ registryId, repositoryName }))
      .catch(absentOn('LifecyclePolicyNotFoundException', { lifecyclePolicyText: undefined })),
  ]);
  const { encryptionType: type = 'AES256', kmsKey: key } = repository.encryptionConfiguration ?? {};
  const filters = repository.imageTagMutabilityExclusionFilters ?? [];
  return {
    name: repositoryName ?? '',
    mutability: repository.imageTagMutability ?? 'MUTABLE',
    exclusions: filters.map(({ filter }) => filter ?? '').sort(),
    scanOnPush: repository.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: type === 'AES256' || key === undefined ? { type } : { type, key },
    tags,
    policy: parsed(policy.policyText),
    lifecycle: parsed(lifecycle.lifecyclePolicyText),
  };
}

function parsed(text: string | undefined): object | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as object);
}
