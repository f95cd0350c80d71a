import type { AwsChangeFacts, PolicyText } from './base.ts';

/** Replaces the text of an organization's policy, in its management account. */
export interface UpdateOrganizationPolicy extends AwsChangeFacts {
  readonly kind: 'update-organization-policy';
  readonly policyId: string;
  readonly policyName: string;
  readonly policyType: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  readonly document: PolicyText;
  readonly before: PolicyText;
}

export type OrganizationsChange = UpdateOrganizationPolicy;
