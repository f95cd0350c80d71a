import { broken, holds, type Link, notSeen, quoted, skipped } from '../link.ts';

/** The repository exists in that registry. */
export const repository: Link = {
  name: 'repository',
  check({ place, repository: found }) {
    if (place === undefined) return skipped('the image is not in a private ECR registry');
    if (found.state === 'unseen') return notSeen(found.need);
    if (found.state === 'known') return holds(`${place.repository} exists`);
    const { accountId: account, region } = place;
    return broken(
      'HW1201',
      {
        text: `account ${account} has no repository ${place.repository} in ${region}`,
        message: `The repository with name '${place.repository}' does not exist in the registry with id '${account}'`,
      },
      {
        text: 'Correct the name in the reference, or create the repository and push the image: a pull creates none.',
        account,
        patch: `aws ecr create-repository --region ${region} --registry-id ${account} --repository-name ${quoted(place.repository)}`,
      },
    );
  },
};
