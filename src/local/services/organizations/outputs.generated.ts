// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly AttachPolicy: Nothing;
  readonly CreateAccount: CreateAccountResponse;
  readonly CreateOrganization: CreateOrganizationResponse;
  readonly CreateOrganizationalUnit: CreateOrganizationalUnitResponse;
  readonly CreatePolicy: CreatePolicyResponse;
  readonly DeleteOrganization: Nothing;
  readonly DeleteOrganizationalUnit: Nothing;
  readonly DeletePolicy: Nothing;
  readonly DescribeAccount: DescribeAccountResponse;
  readonly DescribeCreateAccountStatus: DescribeCreateAccountStatusResponse;
  readonly DescribeOrganization: DescribeOrganizationResponse;
  readonly DescribeOrganizationalUnit: DescribeOrganizationalUnitResponse;
  readonly DescribePolicy: DescribePolicyResponse;
  readonly DetachPolicy: Nothing;
  readonly DisablePolicyType: DisablePolicyTypeResponse;
  readonly EnablePolicyType: EnablePolicyTypeResponse;
  readonly ListAccounts: ListAccountsResponse;
  readonly ListAccountsForParent: ListAccountsForParentResponse;
  readonly ListChildren: ListChildrenResponse;
  readonly ListOrganizationalUnitsForParent: ListOrganizationalUnitsForParentResponse;
  readonly ListParents: ListParentsResponse;
  readonly ListPolicies: ListPoliciesResponse;
  readonly ListPoliciesForTarget: ListPoliciesForTargetResponse;
  readonly ListRoots: ListRootsResponse;
  readonly ListTargetsForPolicy: ListTargetsForPolicyResponse;
  readonly MoveAccount: Nothing;
  readonly UpdateOrganizationalUnit: UpdateOrganizationalUnitResponse;
  readonly UpdatePolicy: UpdatePolicyResponse;
}

export interface CreateAccountResponse {
  readonly CreateAccountStatus: CreateAccountStatus | undefined;
}

export interface CreateOrganizationResponse {
  readonly Organization: Organization | undefined;
}

export interface CreateOrganizationalUnitResponse {
  readonly OrganizationalUnit: OrganizationalUnit | undefined;
}

export interface CreatePolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface DescribeAccountResponse {
  readonly Account: Account | undefined;
}

export interface DescribeCreateAccountStatusResponse {
  readonly CreateAccountStatus: CreateAccountStatus | undefined;
}

export interface DescribeOrganizationResponse {
  readonly Organization: Organization | undefined;
}

export interface DescribeOrganizationalUnitResponse {
  readonly OrganizationalUnit: OrganizationalUnit | undefined;
}

export interface DescribePolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface DisablePolicyTypeResponse {
  readonly Root: Root | undefined;
}

export interface EnablePolicyTypeResponse {
  readonly Root: Root | undefined;
}

export interface ListAccountsResponse {
  readonly Accounts: readonly Account[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListAccountsForParentResponse {
  readonly Accounts: readonly Account[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListChildrenResponse {
  readonly Children: readonly Child[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListOrganizationalUnitsForParentResponse {
  readonly OrganizationalUnits: readonly OrganizationalUnit[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListParentsResponse {
  readonly Parents: readonly Parent[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListPoliciesResponse {
  readonly Policies: readonly PolicySummary[] | undefined;
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

export interface ListTargetsForPolicyResponse {
  readonly Targets: readonly PolicyTargetSummary[] | undefined;
  readonly NextToken: string | undefined;
}

export interface UpdateOrganizationalUnitResponse {
  readonly OrganizationalUnit: OrganizationalUnit | undefined;
}

export interface UpdatePolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface CreateAccountStatus {
  readonly Id?: string | undefined;
  readonly AccountName?: string | undefined;
  readonly State?: string | undefined;
  readonly RequestedTimestamp?: Date | undefined;
  readonly CompletedTimestamp?: Date | undefined;
  readonly AccountId?: string | undefined;
  readonly GovCloudAccountId?: string | undefined;
  readonly FailureReason?: string | undefined;
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

export interface OrganizationalUnit {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly Path?: string | undefined;
}

export interface Policy {
  readonly PolicySummary?: PolicySummary | undefined;
  readonly Content?: string | undefined;
}

export interface Account {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Email?: string | undefined;
  readonly Name?: string | undefined;
  readonly Status?: string | undefined;
  readonly State?: string | undefined;
  readonly Paths?: readonly string[] | undefined;
  readonly JoinedMethod?: string | undefined;
  readonly JoinedTimestamp?: Date | undefined;
}

export interface Root {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly PolicyTypes?: readonly PolicyTypeSummary[] | undefined;
}

export interface PolicySummary {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
  readonly Type?: string | undefined;
  readonly AwsManaged?: boolean | undefined;
}

export interface Child {
  readonly Id?: string | undefined;
  readonly Type?: string | undefined;
}

export interface Parent {
  readonly Id?: string | undefined;
  readonly Type?: string | undefined;
}

export interface PolicyTargetSummary {
  readonly TargetId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly Type?: string | undefined;
}

export interface PolicyTypeSummary {
  readonly Type?: string | undefined;
  readonly Status?: string | undefined;
}
