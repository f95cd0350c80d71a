import type { PlannedChange } from '../../actions/index.ts';
import { parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import { type GrantFacts, type KeyFacts, keyAt, lookUp, repositoryAt } from '../world.ts';
import { checkKeyPolicy } from './key-policy.ts';

/** ECR can decrypt the repository's images: with a key of KMS it needs that key, through grants of its own. */
export const kms = linkOf('kms', ['place', 'repository'], ({ place, repository, world }) => {
  const { encryption } = repository.value;
  if (encryption === undefined) {
    return notSeen({ ...repositoryAt(place), fact: `encryption of repository ${place.name}` });
  }
  if (encryption.type === 'AES256') return holds(`no key of KMS encrypts ${place.name}`);
  if (encryption.key === undefined) {
    return notSeen({ ...repositoryAt(place), fact: `KMS key of repository ${place.name}` });
  }
  const key = lookUp(world, keyAt(encryption.key));
  if (key.state === 'unseen') return notSeen(key.need);
  if (key.state === 'absent') return gone(place, encryption.key);
  return checkState(place, encryption.key, key.value) ?? checkUse(place, encryption.key, key.value);
});

/** States in which a key does its work (KMS Developer Guide, "Key states of AWS KMS keys"). */
const working = new Set(['Enabled', 'Updating']);

function checkState(place: EcrImage, arn: string, key: KeyFacts): LinkOutcome | undefined {
  const { state, origin, deletionDate } = key;
  if (working.has(state)) return undefined;
  const of = `key ${arn} of ${place.name}`;
  switch (state) {
    case 'Disabled':
      return broken('HW1701', kmsError(`${of} is disabled`), enabling(arn));
    case 'PendingDeletion':
    case 'PendingReplicaDeletion': {
      const when = deletionDate === undefined ? '' : ` on ${deletionDate.slice(0, 10)}`;
      return broken('HW1702', kmsError(`${of} is to be deleted${when}`), {
        text: 'Cancel the deletion and enable the key: once it is deleted, the images are lost.',
        changes: [change('cancel-key-deletion', arn), change('enable-key', arn)],
      });
    }
    case 'PendingImport':
      return broken('HW1704', kmsError(`${of} has no material: it expired, or was deleted`), {
        text: 'Import the same material again.',
      });
    case 'Unavailable':
      return broken(
        'HW1704',
        kmsError(`${of} is unavailable: its store (${origin}) is not reached`),
        {
          text: 'Connect the custom key store again, or mend the external key manager.',
        },
      );
    default:
      return notSeen({ ...keyAt(arn), fact: `whether ${of} works: it is in state ${state}` });
  }
}

function gone(place: EcrImage, arn: string): LinkOutcome {
  return broken('HW1702', kmsError(`key ${arn} of ${place.name} does not exist any more`), {
    text: 'The images are lost: create the repository again and push them.',
  });
}

function enabling(arn: string): PlannedFix {
  return { text: 'Enable the key.', changes: [change('enable-key', arn)] };
}

function change(kind: 'enable-key' | 'cancel-key-deletion', key: string): PlannedChange {
  const { accountId: account = '', region = '' } = parseArn(key) ?? {};
  return { kind, account, region, key, reversibility: 'reversible' };
}

/** With which ECR refuses (API Reference, KmsException). */
function kmsError(text: string) {
  return { text, message: 'KmsException' };
}

/** A key that works has to be one that ECR may use. AWS's own (`aws/ecr`) always is. */
function checkUse(place: EcrImage, arn: string, key: KeyFacts): LinkOutcome {
  if (key.isAwsManaged) return holds(`AWS's own key encrypts ${place.name}, and works`);
  const { grants, policy } = key;
  if (grants.state === 'unseen') return notSeen(grants.need);
  if (policy.state === 'unseen') return notSeen(policy.need);
  const granted = grants.state === 'known' ? grants.value : [];
  if (!granted.some((grant) => mayServe(grant, place))) return withoutGrant(place, arn);
  const refused = policy.state === 'known' ? checkKeyPolicy(place, arn, policy.value) : undefined;
  return refused ?? holds(`ECR may decrypt ${place.name} with key ${arn}`);
}

/**
 * Whether a grant may be ECR's for the repository. ECR makes two with the repository, for its ARN as encryption context
 * (ECR User Guide, "Encryption at rest"); one for a principal of IAM, or for another context, is somebody else's.
 */
function mayServe({ grantee, operations, context }: GrantFacts, place: EcrImage): boolean {
  if (!operations.includes('Decrypt')) return false;
  const values = Object.values(context);
  if (values.length > 0) return values.includes(place.repositoryArn);
  return !grantee.startsWith('arn:');
}

function withoutGrant(place: EcrImage, arn: string): LinkOutcome {
  return broken(
    'HW1703',
    kmsError(
      `key ${arn} has no grant that lets ECR decrypt ${place.name}: it was revoked or retired`,
    ),
    {
      text: `Create the repository again and push its images: ECR makes its grants on a key when it makes a repository. Copy the images that others hold first; those of ${place.name} cannot be read until then.`,
    },
  );
}
