import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  paginateListGrants,
} from '@aws-sdk/client-kms';
import { absent, type Fact, known } from '../../chain/fact.ts';
import { type GrantFacts, type KeyFacts, keyAt } from '../../chain/world.ts';
import { parseArn } from '../../names/arn.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/**
 * Looks at a key of KMS: its state, and what lets ECR use it.
 * @param arn of the key or of an alias of it.
 */
export function observeKey(access: Access, arn: string): Promise<Fact<KeyFacts>> {
  return once(access, `key ${arn}`, () => lookAtKey(access, arn));
}

async function lookAtKey(access: Access, arn: string): Promise<Fact<KeyFacts>> {
  const { region = '', accountId = '' } = parseArn(arn) ?? {};
  const client = new KMSClient({ region, ...access });
  // Of another account's keys KMS does not tell whether they exist.
  const absentOn = access.accountId === accountId ? ['NotFoundException'] : [];
  const found = await observe({ ...keyAt(arn), absentOn }, async () => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: arn }));
    return KeyMetadata;
  });
  if (found.state !== 'known') return found;
  const { Arn = arn, KeyState = '', KeyManager, Origin = '', DeletionDate } = found.value;
  const isAwsManaged = KeyManager === 'AWS';
  const [policy, grants] = isAwsManaged
    ? [absent, absent]
    : await Promise.all([observePolicy(client, Arn), observeGrants(client, Arn)]);
  return known({
    state: KeyState,
    isAwsManaged,
    origin: Origin,
    policy,
    grants,
    ...(DeletionDate === undefined ? {} : { deletionDate: DeletionDate.toISOString() }),
  });
}

function observePolicy(client: KMSClient, KeyId: string): Promise<Fact<string>> {
  const look = {
    fact: `policy of KMS key ${KeyId}`,
    permission: `kms:GetKeyPolicy on ${KeyId}`,
    absentOn: [],
  };
  return observe(
    look,
    async () =>
      (await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy,
  );
}

function observeGrants(client: KMSClient, KeyId: string): Promise<Fact<readonly GrantFacts[]>> {
  const look = {
    fact: `grants on KMS key ${KeyId}`,
    permission: `kms:ListGrants on ${KeyId}`,
    absentOn: [],
  };
  return observe(look, async () => {
    const found: GrantFacts[] = [];
    for await (const { Grants } of paginateListGrants({ client }, { KeyId })) {
      for (const { GranteePrincipal = '', Operations = [], Constraints } of Grants ?? []) {
        const { EncryptionContextSubset, EncryptionContextEquals } = Constraints ?? {};
        // A grant may have both, and holds where both do.
        const context = { ...EncryptionContextSubset, ...EncryptionContextEquals };
        found.push({ grantee: GranteePrincipal, operations: Operations, context });
      }
    }
    return found;
  });
}
