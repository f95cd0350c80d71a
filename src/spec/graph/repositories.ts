import type { Spec, SpecRepository } from '../types.ts';
import { repositoryAddress } from './addresses.ts';
import { ownerTag, type Resource } from './resource.ts';

/** A repository and its lifecycle policy. */
export function repositoryResources({ name, repositories }: Spec): Resource[] {
  return repositories.flatMap((repository) => [
    repositoryResource(repository, name),
    ...lifecycleResource(repository),
  ]);
}

function repositoryResource(repository: SpecRepository, owner: string): Resource {
  const { name, account, region, mutability, exclusions, scanOnPush, tags } = repository;
  const { type, key } = repository.encryption;
  return {
    kind: 'repository',
    address: repositoryAddress(repository, 'repository'),
    account: account.id,
    region,
    dependsOn: [],
    reason: 'the spec declares it',
    properties: {
      name,
      mutability,
      exclusions: [...exclusions].sort(),
      scanOnPush,
      encryption: key === undefined ? type : `${type} ${key}`,
      tags: { ...tags, [ownerTag]: owner },
    },
  };
}

function lifecycleResource(repository: SpecRepository): Resource[] {
  const { name, account, region, lifecycle } = repository;
  if (lifecycle === undefined) return [];
  return [
    {
      kind: 'lifecycle-policy',
      address: repositoryAddress(repository, 'lifecycle-policy'),
      account: account.id,
      region,
      dependsOn: [repositoryAddress(repository, 'repository')],
      reason: 'keeps what is no longer used from piling up',
      properties: { repository: name, document: lifecycle },
    },
  ];
}
