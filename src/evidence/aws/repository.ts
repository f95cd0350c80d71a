import {
  DescribeRepositoriesCommand,
  ECRClient,
  type EncryptionConfiguration,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  paginateListImages,
} from '@aws-sdk/client-ecr';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import {
  type EncryptionFacts,
  type RepositoryFacts,
  registryPolicyAt,
  repositoryAt,
} from '../../chain/world.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/** A client of ECR for a Region. */
export function clientFor(access: Access, region: string): ECRClient {
  return new ECRClient({ region, ...access });
}

/** A client for the registry's Region, and the fields that name the repository in every call. */
export function forPlace(access: Access, place: EcrImage) {
  return {
    client: clientFor(access, place.region),
    names: { registryId: place.registryId, repositoryName: place.name },
  };
}

/** Looks at a repository: that it exists, its policy, its tags and those of its images. */
export function observeRepository(access: Access, place: EcrImage): Promise<Fact<RepositoryFacts>> {
  return once(access, `repository ${place.repositoryKey}`, () => lookAtRepository(access, place));
}

async function lookAtRepository(access: Access, place: EcrImage): Promise<Fact<RepositoryFacts>> {
  const { client, names } = forPlace(access, place);
  const look = (what: string, action: string, ...absentOn: readonly string[]) => ({
    fact: `${what} ${place.name}`,
    permission: `ecr:${action} on ${place.repositoryArn}`,
    absentOn,
  });
  const found = await observe(
    { ...repositoryAt(place), absentOn: ['RepositoryNotFoundException'] },
    async () => {
      const { repositories } = await client.send(
        new DescribeRepositoriesCommand({
          registryId: place.registryId,
          repositoryNames: [place.name],
        }),
      );
      return repositories?.[0];
    },
  );
  if (found.state !== 'known') return found;
  const { repositoryArn: resourceArn = place.repositoryArn, encryptionConfiguration } = found.value;
  const policy = await observe(
    look('policy of repository', 'GetRepositoryPolicy', 'RepositoryPolicyNotFoundException'),
    async () => (await client.send(new GetRepositoryPolicyCommand(names))).policyText,
  );
  const imageTags = await observe(look('images of', 'ListImages'), () => tagsOf(client, names));
  const tags = await observe(look('tags of repository', 'ListTagsForResource'), async () => {
    const answer = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    return Object.fromEntries(
      (answer.tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']),
    );
  });
  const encryption = encryptionOf(encryptionConfiguration);
  return known({ policy, imageTags, tags, ...(encryption === undefined ? {} : { encryption }) });
}

function encryptionOf({
  encryptionType: type,
  kmsKey: key,
}: Partial<EncryptionConfiguration> = {}): EncryptionFacts | undefined {
  if (type !== 'AES256' && type !== 'KMS' && type !== 'KMS_DSSE') return undefined;
  return { type, ...(type === 'AES256' || key === undefined ? {} : { key }) };
}

async function tagsOf(
  client: ECRClient,
  names: { registryId: string; repositoryName: string },
): Promise<string[]> {
  const tags: string[] = [];
  const pages = paginateListImages({ client }, { ...names, filter: { tagStatus: 'TAGGED' } });
  for await (const { imageIds } of pages) {
    for (const { imageTag } of imageIds ?? []) if (imageTag !== undefined) tags.push(imageTag);
    if (tags.length >= 1000) break;
  }
  return tags;
}

/** Looks at the policy of a registry. AWS tells it to the registry's own account only, whoever's is asked for. */
export function observeRegistryPolicy(access: Access, place: EcrImage): Promise<Fact<string>> {
  return once(access, `registry policy of ${place.registryKey}`, () =>
    lookAtRegistryPolicy(access, place),
  );
}

async function lookAtRegistryPolicy(access: Access, place: EcrImage): Promise<Fact<string>> {
  const { client } = forPlace(access, place);
  const at = registryPolicyAt(place);
  if (access.accountId !== place.registryId) {
    return unseen(at.fact, `${at.permission}: name a profile for it with --profile`);
  }
  const look = {
    ...at,
    absentOn: ['RegistryPolicyNotFoundException'],
  };
  return observe(
    look,
    async () => (await client.send(new GetRegistryPolicyCommand({}))).policyText,
  );
}
