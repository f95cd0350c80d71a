import type { Core } from '../../core/call.ts';
import { nameKey, type RoleRecord } from '../../state.ts';
import { unmodifiable } from './errors.ts';
import type { ManagedPolicy } from './managed-policies.ts';
import { iamArn, uniqueId } from './naming.ts';

/** A role that a service creates in an account, and that nobody else may change. */
interface LinkedRole {
  readonly name: string;
  readonly description?: string;
  /** The principal that it trusts. */
  readonly service: string;
  /** Name of the AWS managed policy with its permissions. */
  readonly policy: string;
}

export function isServiceLinked({ path }: Pick<RoleRecord, 'path'>): boolean {
  return path.startsWith('/aws-service-role/');
}

/** @throws AwsError `UnmodifiableEntity` for a role that belongs to a service. */
export function requireModifiable({ path, name }: Pick<RoleRecord, 'path' | 'name'>): void {
  if (isServiceLinked({ path })) throw unmodifiable(name);
}

export function servicePolicyArn(policy: string): string {
  return `arn:aws:iam::aws:policy/aws-service-role/${policy}`;
}

/** Finds a service-linked role in an account, or creates it (IAM User Guide, "Service-linked roles"). */
export function serviceLinkedRole(
  { state, clock }: Core,
  accountId: string,
  { name, service, policy, description }: LinkedRole,
): RoleRecord {
  const known = state.roles.get(nameKey(accountId, name));
  if (known !== undefined) return known;
  const path = `/aws-service-role/${service}/`;
  const Statement = [
    { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
  ];
  const made: RoleRecord = {
    accountId,
    name,
    path,
    id: uniqueId('AROA'),
    arn: iamArn(accountId, 'role', path, name),
    createdAt: clock.now(),
    trust: JSON.stringify({ Version: '2012-10-17', Statement }),
    maxSessionDuration: 3_600,
    inline: {},
    attached: [servicePolicyArn(policy)],
    tags: {},
    ...(description === undefined ? {} : { description }),
  };
  state.roles.put(nameKey(accountId, name), made);
  return made;
}

/** The policies of service-linked roles, by ARN. Source: AWS Managed Policy Reference. */
export const servicePolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  [
    policyOf('AWSECRPullThroughCache_ServiceRolePolicy', 'v3', '2021-11-26', {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ECR',
          Effect: 'Allow',
          Action: [
            'ecr:GetAuthorizationToken',
            'ecr:BatchCheckLayerAvailability',
            'ecr:InitiateLayerUpload',
            'ecr:UploadLayerPart',
            'ecr:CompleteLayerUpload',
            'ecr:PutImage',
            'ecr:BatchGetImage',
            'ecr:BatchImportUpstreamImage',
            'ecr:GetDownloadUrlForLayer',
            'ecr:GetImageCopyStatus',
          ],
          Resource: '*',
        },
        {
          Sid: 'SecretsManager',
          Effect: 'Allow',
          Action: ['secretsmanager:GetSecretValue'],
          Resource: 'arn:aws:secretsmanager:*:*:secret:ecr-pullthroughcache/*',
          Condition: { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
        },
      ],
    }),
  ].map((policy) => [policy.arn, policy]),
);

function policyOf(name: string, version: string, created: string, document: object): ManagedPolicy {
  const createdAt = Date.parse(created);
  const path = '/aws-service-role/';
  return {
    name,
    arn: servicePolicyArn(name),
    path,
    version,
    createdAt,
    document: JSON.stringify(document),
  };
}
