import type { SetFailurePolicy } from './nodes/admission.ts';
import type { ManualChange } from './nodes/advice.ts';
import type { Ec2Change } from './nodes/ec2.ts';
import type { EcrChange } from './nodes/ecr.ts';
import type { IamChange } from './nodes/iam.ts';
import type { KmsChange } from './nodes/kms.ts';
import type { KubernetesChange } from './nodes/kubernetes.ts';
import type { OrganizationsChange } from './nodes/organizations.ts';
import type { Route53Change } from './nodes/route53.ts';
import type { SecretsManagerChange } from './nodes/secrets-manager.ts';
import type { RequestQuotaIncrease } from './nodes/service-quotas.ts';

/**
 * A change to an account, a registry, a cluster or a node, as data: immutable, and plain JSON. Printers turn it
 * into something that can be run or read (`print/`); advice, which only a person can carry out, is a change as
 * well and prints nothing.
 */
export type Change =
  | IamChange
  | OrganizationsChange
  | Ec2Change
  | Route53Change
  | EcrChange
  | KmsChange
  | SecretsManagerChange
  | KubernetesChange
  | RequestQuotaIncrease
  | SetFailurePolicy
  | ManualChange;

type WithoutReason<Each> = Each extends Change ? Omit<Each, 'reason'> : never;
/** A change whose reason is given with what it mends. */
export type PlannedChange = WithoutReason<Change>;

/** What a person has to do, where there is no command for it. */
export function advice(reason: string): Change {
  return { kind: 'advice', reason, reversibility: 'by hand' };
}

/** The account whose credentials a change needs, if it is a change in AWS. */
export function accountOfChange(change: Change): string | undefined {
  return 'account' in change ? change.account : undefined;
}
