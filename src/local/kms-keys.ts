import { createHash, randomBytes } from 'node:crypto';
import { type CompiledPolicy, compilePolicy, evaluate } from '../iam/index.ts';
import { parseArn } from '../names/arn.ts';
import { partitionOf } from '../names/partitions.ts';
import type { GrantRecord, KeyRecord, State } from './state.ts';

/** What KMS gives a key whose maker names no policy: its account decides (KMS Developer Guide, "Default key policy"). */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/** AWS's own key for ECR: its id is made of the account and the Region, so that it is always the same. */
export function awsKeyArn(accountId: string, region: string): string {
  const hash = createHash('sha256').update(`aws/ecr ${accountId} ${region}`).digest('hex');
  const id = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
  return `arn:${partitionOf(region).id}:kms:${region}:${accountId}:key/${id}`;
}

/** A key that was named and never made here stands for one that is in order. */
export function newKey(arn: string, now: number): KeyRecord {
  const { accountId = '', region = '', resource = '' } = parseArn(arn) ?? {};
  return {
    arn,
    id: resource.replace(/^key\//, ''),
    accountId,
    region,
    description: '',
    createdAt: now,
    state: 'Enabled',
    manager: arn === awsKeyArn(accountId, region) ? 'AWS' : 'CUSTOMER',
    origin: 'AWS_KMS',
    policy: defaultKeyPolicy(accountId),
    grants: [],
  };
}

/**
 * ECR's grants on a key, made with each repository: to look at it, and to use it for that repository (ECR User Guide,
 * "Encryption at rest").
 */
export function grantsFor(repositoryArn: string, region: string, now: number): GrantRecord[] {
  const grantee = `ecr.${region}.amazonaws.com`;
  const of = (operations: readonly string[]): GrantRecord => ({
    id: randomBytes(32).toString('hex'),
    grantee,
    operations,
    context: { 'aws:ecr:arn': repositoryArn },
    createdAt: now,
  });
  return [of(['RetireGrant', 'DescribeKey']), of(['GenerateDataKey', 'Decrypt'])];
}

const refusals: Readonly<Record<Exclude<KeyRecord['state'], 'Enabled'>, string>> = {
  Disabled: 'is disabled.',
  PendingDeletion: 'is pending deletion.',
  PendingImport: 'is pending import.',
  Unavailable: 'is unavailable.',
};

/** Why ECR cannot decrypt a repository with its key, in KMS's words; undefined where it can. */
export function decryptRefusal(
  state: State,
  keyArn: string,
  repositoryArn: string,
  now: number,
): string | undefined {
  const key = state.keys.get(keyArn);
  if (key === undefined) return undefined;
  if (key.deletesAt !== undefined && key.deletesAt <= now) return `Key '${keyArn}' does not exist`;
  if (key.state !== 'Enabled') return `${keyArn} ${refusals[key.state]}`;
  if (key.manager === 'AWS') return undefined;
  const service = `ecr.${key.region}.amazonaws.com`;
  const context = { 'kms:EncryptionContext:aws:ecr:arn': repositoryArn };
  const granted = key.grants.some(
    (grant) =>
      grant.grantee === service &&
      grant.operations.includes('Decrypt') &&
      mayBeFor(repositoryArn, grant),
  );
  const { decision } = evaluate(
    {
      principal: service,
      action: 'kms:Decrypt',
      resource: { resource: keyArn, accountId: key.accountId },
      context,
    },
    { identity: [], resource: [compiled(key.policy)] },
  );
  return granted && decision !== 'explicitDeny'
    ? undefined
    : 'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';
}

/** Of the encryption context that ECR sends, the repository alone is known. */
function mayBeFor(repositoryArn: string, { context, exactContext }: GrantRecord): boolean {
  const name = 'aws:ecr:arn';
  if (exactContext !== undefined && exactContext[name] !== repositoryArn) return false;
  return context[name] === undefined || context[name] === repositoryArn;
}

const policies = new Map<string, CompiledPolicy>();

function compiled(text: string): CompiledPolicy {
  const known = policies.get(text);
  if (known !== undefined) return known;
  const made = compilePolicy(text, 'resource');
  if (policies.size >= 100) policies.clear();
  policies.set(text, made);
  return made;
}
