import { broken, holds, linkOf, notSeen } from '../link.ts';

/** The repository that is pushed to exists; or a creation template makes it, which is not looked at. */
export const pushedRepository = linkOf('repository', ['place'], ({ place, repository }) => {
  if (repository.state === 'unseen') return notSeen(repository.need);
  if (repository.state === 'known') return holds(`${place.name} exists`);
  const { registryId: account, region, name } = place;
  const { finding } = broken(
    'HW1201',
    {
      text: `account ${account} has no repository ${name} in ${region}`,
      message: `The repository with name '${name}' does not exist in the registry with id '${account}'`,
    },
    {
      text: 'Create the repository, or correct its name: a push creates one only where a repository creation template says so.',
      changes: [
        {
          kind: 'create-repository',
          account,
          region,
          repository: name,
          reversibility: 'reversible',
        },
      ],
    },
  );
  const outcome = notSeen({
    fact: `whether a creation template for pushes fits ${name}, which does not exist`,
    permission: 'ecr:DescribeRepositoryCreationTemplates, which Hawser does not ask',
  });
  return outcome.status === 'unseen' ? { ...outcome, suspected: [finding] } : outcome;
});
