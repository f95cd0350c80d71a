import { addOnAccounts } from '../../names/add-on-registries.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import type { PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { withoutRule } from './cache-reference.ts';
import { hasStrangeRegion } from './registry-host.ts';
import { nearbyRepository, useRepository, wrongReference } from './wrong-reference.ts';

/** The repository exists in that registry. */
export const repository = linkOf('repository', ['place'], (subject) => {
  const { place, repository: found } = subject;
  if (found.state === 'unseen') return notSeen(found.need);
  if (found.state === 'known') return holds(`${place.name} exists`);
  const { registryId: account, region } = place;
  if (hasStrangeRegion(place)) return skipped(`Hawser knows no Region ${region}`);
  if (wrongReference(subject, place) !== undefined) {
    return skipped('the reference leads past the repository');
  }
  const mistaken = withoutRule(subject, place);
  if (mistaken !== undefined) return mistaken;
  return broken(
    'HW1201',
    {
      text: `account ${account} has no repository ${place.name} in ${region}`,
      message: `The repository with name '${place.name}' does not exist in the registry with id '${account}'`,
    },
    fixOf(subject, place),
  );
});

/** First what is there already: next door, or under a name like it. Nothing is made in AWS's accounts. */
function fixOf(subject: Subject, place: EcrImage): PlannedFix {
  const { registryId: account, region, name } = place;
  const nearby = nearbyRepository(subject, place);
  if (nearby !== undefined) return useRepository(subject, nearby);
  if (addOnAccounts.has(account)) {
    return {
      text: `Account ${account} is AWS's own registry of EKS add-ons: correct the name, the Region or the account in the reference. Each Region has its own account, which the EKS User Guide lists.`,
    };
  }
  return {
    text: 'Correct the name in the reference, or create the repository and push the image: a pull creates none.',
    changes: [
      {
        kind: 'create-repository',
        account,
        region,
        repository: name,
        reversibility: 'reversible',
      },
    ],
  };
}
