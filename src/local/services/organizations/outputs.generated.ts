// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly DescribeOrganization: DescribeOrganizationResponse;
  readonly DescribePolicy: DescribePolicyResponse;
  readonly ListParents: ListParentsResponse;
  readonly ListPoliciesForTarget: ListPoliciesForTargetResponse;
  readonly ListRoots: ListRootsResponse;
  readonly UpdatePolicy: UpdatePolicyResponse;
}

export interface DescribeOrganizationResponse {
  readonly Organization: Organization | undefined;
}

export interface DescribePolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface ListParentsResponse {
  readonly Parents: readonly Parent[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListPoliciesForTargetResponse {
  readonly Policies: readonly PolicySummary[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListRootsResponse {
  readonly Roots: readonly Root[] | undefined;
  readonly NextToken: string | undefined;
}

export interface UpdatePolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface Organization {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly FeatureSet?: string | undefined;
  readonly MasterAccountArn?: string | undefined;
  readonly MasterAccountId?: string | undefined;
  readonly MasterAccountEmail?: string | undefined;
  readonly AvailablePolicyTypes?: readonly PolicyTypeSummary[] | undefined;
}

export interface Policy {
  readonly PolicySummary?: PolicySummary | undefined;
  readonly Content?: string | undefined;
}

export interface PolicySummary {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
  readonly Type?: string | undefined;
  readonly AwsManaged?: boolean | undefined;
}

export interface Parent {
  readonly Id?: string | undefined;
  readonly Type?: string | undefined;
}

export interface Root {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly PolicyTypes?: readonly PolicyTypeSummary[] | undefined;
}

export interface PolicyTypeSummary {
  readonly Type?: string | undefined;
  readonly Status?: string | undefined;
}
