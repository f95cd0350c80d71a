// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly AddClientIDToOpenIDConnectProvider: Nothing;
  readonly AddRoleToInstanceProfile: Nothing;
  readonly AttachRolePolicy: Nothing;
  readonly AttachUserPolicy: Nothing;
  readonly CreateAccessKey: CreateAccessKeyResponse;
  readonly CreateAccountAlias: Nothing;
  readonly CreateInstanceProfile: CreateInstanceProfileResponse;
  readonly CreateLoginProfile: CreateLoginProfileResponse;
  readonly CreateOpenIDConnectProvider: CreateOpenIDConnectProviderResponse;
  readonly CreatePolicy: CreatePolicyResponse;
  readonly CreatePolicyVersion: CreatePolicyVersionResponse;
  readonly CreateRole: CreateRoleResponse;
  readonly CreateServiceLinkedRole: CreateServiceLinkedRoleResponse;
  readonly CreateUser: CreateUserResponse;
  readonly DeleteAccessKey: Nothing;
  readonly DeleteAccountAlias: Nothing;
  readonly DeleteInstanceProfile: Nothing;
  readonly DeleteLoginProfile: Nothing;
  readonly DeleteOpenIDConnectProvider: Nothing;
  readonly DeletePolicy: Nothing;
  readonly DeletePolicyVersion: Nothing;
  readonly DeleteRole: Nothing;
  readonly DeleteRolePermissionsBoundary: Nothing;
  readonly DeleteRolePolicy: Nothing;
  readonly DeleteServiceLinkedRole: DeleteServiceLinkedRoleResponse;
  readonly DeleteUser: Nothing;
  readonly DeleteUserPermissionsBoundary: Nothing;
  readonly DeleteUserPolicy: Nothing;
  readonly DetachRolePolicy: Nothing;
  readonly DetachUserPolicy: Nothing;
  readonly GetAccessKeyLastUsed: GetAccessKeyLastUsedResponse;
  readonly GetAccountAuthorizationDetails: GetAccountAuthorizationDetailsResponse;
  readonly GetAccountSummary: GetAccountSummaryResponse;
  readonly GetInstanceProfile: GetInstanceProfileResponse;
  readonly GetLoginProfile: GetLoginProfileResponse;
  readonly GetOpenIDConnectProvider: GetOpenIDConnectProviderResponse;
  readonly GetPolicy: GetPolicyResponse;
  readonly GetPolicyVersion: GetPolicyVersionResponse;
  readonly GetRole: GetRoleResponse;
  readonly GetRolePolicy: GetRolePolicyResponse;
  readonly GetServiceLinkedRoleDeletionStatus: GetServiceLinkedRoleDeletionStatusResponse;
  readonly GetUser: GetUserResponse;
  readonly GetUserPolicy: GetUserPolicyResponse;
  readonly ListAccessKeys: ListAccessKeysResponse;
  readonly ListAccountAliases: ListAccountAliasesResponse;
  readonly ListAttachedRolePolicies: ListAttachedRolePoliciesResponse;
  readonly ListAttachedUserPolicies: ListAttachedUserPoliciesResponse;
  readonly ListEntitiesForPolicy: ListEntitiesForPolicyResponse;
  readonly ListGroups: ListGroupsResponse;
  readonly ListGroupsForUser: ListGroupsForUserResponse;
  readonly ListInstanceProfileTags: ListInstanceProfileTagsResponse;
  readonly ListInstanceProfiles: ListInstanceProfilesResponse;
  readonly ListInstanceProfilesForRole: ListInstanceProfilesForRoleResponse;
  readonly ListMFADevices: ListMFADevicesResponse;
  readonly ListOpenIDConnectProviderTags: ListOpenIDConnectProviderTagsResponse;
  readonly ListOpenIDConnectProviders: ListOpenIDConnectProvidersResponse;
  readonly ListPolicies: ListPoliciesResponse;
  readonly ListPolicyTags: ListPolicyTagsResponse;
  readonly ListPolicyVersions: ListPolicyVersionsResponse;
  readonly ListRolePolicies: ListRolePoliciesResponse;
  readonly ListRoleTags: ListRoleTagsResponse;
  readonly ListRoles: ListRolesResponse;
  readonly ListSSHPublicKeys: ListSSHPublicKeysResponse;
  readonly ListServiceSpecificCredentials: ListServiceSpecificCredentialsResponse;
  readonly ListSigningCertificates: ListSigningCertificatesResponse;
  readonly ListUserPolicies: ListUserPoliciesResponse;
  readonly ListUserTags: ListUserTagsResponse;
  readonly ListUsers: ListUsersResponse;
  readonly ListVirtualMFADevices: ListVirtualMFADevicesResponse;
  readonly PutRolePermissionsBoundary: Nothing;
  readonly PutRolePolicy: Nothing;
  readonly PutUserPermissionsBoundary: Nothing;
  readonly PutUserPolicy: Nothing;
  readonly RemoveClientIDFromOpenIDConnectProvider: Nothing;
  readonly RemoveRoleFromInstanceProfile: Nothing;
  readonly SetDefaultPolicyVersion: Nothing;
  readonly SimulateCustomPolicy: SimulatePolicyResponse;
  readonly SimulatePrincipalPolicy: SimulatePolicyResponse;
  readonly TagInstanceProfile: Nothing;
  readonly TagOpenIDConnectProvider: Nothing;
  readonly TagPolicy: Nothing;
  readonly TagRole: Nothing;
  readonly TagUser: Nothing;
  readonly UntagInstanceProfile: Nothing;
  readonly UntagOpenIDConnectProvider: Nothing;
  readonly UntagPolicy: Nothing;
  readonly UntagRole: Nothing;
  readonly UntagUser: Nothing;
  readonly UpdateAccessKey: Nothing;
  readonly UpdateAssumeRolePolicy: Nothing;
  readonly UpdateLoginProfile: Nothing;
  readonly UpdateOpenIDConnectProviderThumbprint: Nothing;
  readonly UpdateRole: UpdateRoleResponse;
  readonly UpdateRoleDescription: UpdateRoleDescriptionResponse;
  readonly UpdateUser: Nothing;
}

export interface CreateAccessKeyResponse {
  readonly AccessKey: AccessKey;
}

export interface CreateInstanceProfileResponse {
  readonly InstanceProfile: InstanceProfile;
}

export interface CreateLoginProfileResponse {
  readonly LoginProfile: LoginProfile;
}

export interface CreateOpenIDConnectProviderResponse {
  readonly OpenIDConnectProviderArn: string | undefined;
  readonly Tags: readonly Tag[] | undefined;
}

export interface CreatePolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface CreatePolicyVersionResponse {
  readonly PolicyVersion: PolicyVersion | undefined;
}

export interface CreateRoleResponse {
  readonly Role: Role;
}

export interface CreateServiceLinkedRoleResponse {
  readonly Role: Role | undefined;
}

export interface CreateUserResponse {
  readonly User: User | undefined;
}

export interface DeleteServiceLinkedRoleResponse {
  readonly DeletionTaskId: string;
}

export interface GetAccessKeyLastUsedResponse {
  readonly UserName: string | undefined;
  readonly AccessKeyLastUsed: AccessKeyLastUsed | undefined;
}

export interface GetAccountAuthorizationDetailsResponse {
  readonly UserDetailList: readonly UserDetail[] | undefined;
  readonly GroupDetailList: readonly GroupDetail[] | undefined;
  readonly RoleDetailList: readonly RoleDetail[] | undefined;
  readonly Policies: readonly ManagedPolicyDetail[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface GetAccountSummaryResponse {
  readonly SummaryMap: Readonly<Record<string, number>> | undefined;
}

export interface GetInstanceProfileResponse {
  readonly InstanceProfile: InstanceProfile;
}

export interface GetLoginProfileResponse {
  readonly LoginProfile: LoginProfile;
}

export interface GetOpenIDConnectProviderResponse {
  readonly Url: string | undefined;
  readonly ClientIDList: readonly string[] | undefined;
  readonly ThumbprintList: readonly string[] | undefined;
  readonly CreateDate: Date | undefined;
  readonly Tags: readonly Tag[] | undefined;
  readonly ContextProvider: ContextProvider | undefined;
  readonly IdentityCenterInstanceArn: string | undefined;
  readonly IdentityStoreArn: string | undefined;
}

export interface GetPolicyResponse {
  readonly Policy: Policy | undefined;
}

export interface GetPolicyVersionResponse {
  readonly PolicyVersion: PolicyVersion | undefined;
}

export interface GetRoleResponse {
  readonly Role: Role;
}

export interface GetRolePolicyResponse {
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

export interface GetServiceLinkedRoleDeletionStatusResponse {
  readonly Status: string;
  readonly Reason: DeletionTaskFailureReasonType | undefined;
}

export interface GetUserResponse {
  readonly User: User;
}

export interface GetUserPolicyResponse {
  readonly UserName: string;
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

export interface ListAccessKeysResponse {
  readonly AccessKeyMetadata: readonly AccessKeyMetadata[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListAccountAliasesResponse {
  readonly AccountAliases: readonly string[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListAttachedRolePoliciesResponse {
  readonly AttachedPolicies: readonly AttachedPolicy[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListAttachedUserPoliciesResponse {
  readonly AttachedPolicies: readonly AttachedPolicy[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListEntitiesForPolicyResponse {
  readonly PolicyGroups: readonly PolicyGroup[] | undefined;
  readonly PolicyUsers: readonly PolicyUser[] | undefined;
  readonly PolicyRoles: readonly PolicyRole[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListGroupsResponse {
  readonly Groups: readonly Group[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListGroupsForUserResponse {
  readonly Groups: readonly Group[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListInstanceProfileTagsResponse {
  readonly Tags: readonly Tag[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListInstanceProfilesResponse {
  readonly InstanceProfiles: readonly InstanceProfile[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListInstanceProfilesForRoleResponse {
  readonly InstanceProfiles: readonly InstanceProfile[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListMFADevicesResponse {
  readonly MFADevices: readonly MFADevice[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListOpenIDConnectProviderTagsResponse {
  readonly Tags: readonly Tag[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListOpenIDConnectProvidersResponse {
  readonly OpenIDConnectProviderList: readonly OpenIDConnectProviderListEntry[] | undefined;
}

export interface ListPoliciesResponse {
  readonly Policies: readonly Policy[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListPolicyTagsResponse {
  readonly Tags: readonly Tag[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListPolicyVersionsResponse {
  readonly Versions: readonly PolicyVersion[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListRolePoliciesResponse {
  readonly PolicyNames: readonly string[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListRoleTagsResponse {
  readonly Tags: readonly Tag[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListRolesResponse {
  readonly Roles: readonly Role[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListSSHPublicKeysResponse {
  readonly SSHPublicKeys: readonly SSHPublicKeyMetadata[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListServiceSpecificCredentialsResponse {
  readonly ServiceSpecificCredentials: readonly ServiceSpecificCredentialMetadata[] | undefined;
  readonly Marker: string | undefined;
  readonly IsTruncated: boolean | undefined;
}

export interface ListSigningCertificatesResponse {
  readonly Certificates: readonly SigningCertificate[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListUserPoliciesResponse {
  readonly PolicyNames: readonly string[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListUserTagsResponse {
  readonly Tags: readonly Tag[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListUsersResponse {
  readonly Users: readonly User[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface ListVirtualMFADevicesResponse {
  readonly VirtualMFADevices: readonly VirtualMFADevice[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface SimulatePolicyResponse {
  readonly EvaluationResults: readonly EvaluationResult[] | undefined;
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

export interface UpdateRoleResponse {

}

export interface UpdateRoleDescriptionResponse {
  readonly Role: Role | undefined;
}

export interface AccessKey {
  readonly UserName: string;
  readonly AccessKeyId: string;
  readonly Status: string;
  readonly SecretAccessKey: string;
  readonly CreateDate?: Date | undefined;
}

export interface InstanceProfile {
  readonly Path: string;
  readonly InstanceProfileName: string;
  readonly InstanceProfileId: string;
  readonly Arn: string;
  readonly CreateDate: Date;
  readonly Roles: readonly Role[];
  readonly Tags?: readonly Tag[] | undefined;
}

export interface LoginProfile {
  readonly UserName: string;
  readonly CreateDate: Date;
  readonly PasswordResetRequired?: boolean | undefined;
  readonly MaxSigninSessionDuration?: number | undefined;
}

export interface Policy {
  readonly PolicyName?: string | undefined;
  readonly PolicyId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Path?: string | undefined;
  readonly DefaultVersionId?: string | undefined;
  readonly AttachmentCount?: number | undefined;
  readonly PermissionsBoundaryUsageCount?: number | undefined;
  readonly IsAttachable?: boolean | undefined;
  readonly Description?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly UpdateDate?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface PolicyVersion {
  readonly Document?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly IsDefaultVersion?: boolean | undefined;
  readonly CreateDate?: Date | undefined;
}

export interface Role {
  readonly Path: string;
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly CreateDate: Date;
  readonly AssumeRolePolicyDocument?: string | undefined;
  readonly Description?: string | undefined;
  readonly MaxSessionDuration?: number | undefined;
  readonly MaxSigninSessionDuration?: number | undefined;
  readonly PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly RoleLastUsed?: RoleLastUsed | undefined;
  readonly SourceRoleTemplate?: SourceRoleTemplate | undefined;
}

export interface User {
  readonly Path: string;
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly CreateDate: Date;
  readonly PasswordLastUsed?: Date | undefined;
  readonly PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface AccessKeyLastUsed {
  readonly LastUsedDate?: Date | undefined;
  readonly ServiceName: string;
  readonly Region: string;
}

export interface ContextProvider {
  readonly KeyDefinitionList?: readonly ContextProviderKeyDefinition[] | undefined;
  readonly SubjectSourceKey: string;
  readonly SubjectTypeValue?: string | undefined;
  readonly SubjectTypeSourceKey?: string | undefined;
}

export interface DeletionTaskFailureReasonType {
  readonly Reason?: string | undefined;
  readonly RoleUsageList?: readonly RoleUsageType[] | undefined;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface AttachedPermissionsBoundary {
  readonly PermissionsBoundaryType?: string | undefined;
  readonly PermissionsBoundaryArn?: string | undefined;
}

export interface RoleLastUsed {
  readonly LastUsedDate?: Date | undefined;
  readonly Region?: string | undefined;
}

export interface SourceRoleTemplate {
  readonly TemplateArn: string;
  readonly TemplateMinorVersion: number;
}

export interface UserDetail {
  readonly Path?: string | undefined;
  readonly UserName?: string | undefined;
  readonly UserId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly UserPolicyList?: readonly PolicyDetail[] | undefined;
  readonly GroupList?: readonly string[] | undefined;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
  readonly PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface GroupDetail {
  readonly Path?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly GroupPolicyList?: readonly PolicyDetail[] | undefined;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
}

export interface RoleDetail {
  readonly Path?: string | undefined;
  readonly RoleName?: string | undefined;
  readonly RoleId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly AssumeRolePolicyDocument?: string | undefined;
  readonly InstanceProfileList?: readonly InstanceProfile[] | undefined;
  readonly RolePolicyList?: readonly PolicyDetail[] | undefined;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
  readonly PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly RoleLastUsed?: RoleLastUsed | undefined;
}

export interface ManagedPolicyDetail {
  readonly PolicyName?: string | undefined;
  readonly PolicyId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Path?: string | undefined;
  readonly DefaultVersionId?: string | undefined;
  readonly AttachmentCount?: number | undefined;
  readonly PermissionsBoundaryUsageCount?: number | undefined;
  readonly IsAttachable?: boolean | undefined;
  readonly Description?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly UpdateDate?: Date | undefined;
  readonly PolicyVersionList?: readonly PolicyVersion[] | undefined;
}

export interface AccessKeyMetadata {
  readonly UserName?: string | undefined;
  readonly AccessKeyId?: string | undefined;
  readonly Status?: string | undefined;
  readonly CreateDate?: Date | undefined;
}

export interface AttachedPolicy {
  readonly PolicyName?: string | undefined;
  readonly PolicyArn?: string | undefined;
}

export interface PolicyGroup {
  readonly GroupName?: string | undefined;
  readonly GroupId?: string | undefined;
}

export interface PolicyUser {
  readonly UserName?: string | undefined;
  readonly UserId?: string | undefined;
}

export interface PolicyRole {
  readonly RoleName?: string | undefined;
  readonly RoleId?: string | undefined;
}

export interface Group {
  readonly Path: string;
  readonly GroupName: string;
  readonly GroupId: string;
  readonly Arn: string;
  readonly CreateDate: Date;
}

export interface MFADevice {
  readonly UserName: string;
  readonly SerialNumber: string;
  readonly EnableDate: Date;
}

export interface OpenIDConnectProviderListEntry {
  readonly Arn?: string | undefined;
  readonly IsTrustedIdentityPropagationEnabled?: boolean | undefined;
}

export interface SSHPublicKeyMetadata {
  readonly UserName: string;
  readonly SSHPublicKeyId: string;
  readonly Status: string;
  readonly UploadDate: Date;
}

export interface ServiceSpecificCredentialMetadata {
  readonly UserName: string;
  readonly Status: string;
  readonly ServiceUserName?: string | undefined;
  readonly ServiceCredentialAlias?: string | undefined;
  readonly CreateDate: Date;
  readonly ExpirationDate?: Date | undefined;
  readonly ServiceSpecificCredentialId: string;
  readonly ServiceName: string;
}

export interface SigningCertificate {
  readonly UserName: string;
  readonly CertificateId: string;
  readonly CertificateBody: string;
  readonly Status: string;
  readonly UploadDate?: Date | undefined;
}

export interface VirtualMFADevice {
  readonly SerialNumber: string;
  readonly Base32StringSeed?: Uint8Array | undefined;
  readonly QRCodePNG?: Uint8Array | undefined;
  readonly User?: User | undefined;
  readonly EnableDate?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface EvaluationResult {
  readonly EvalActionName: string;
  readonly EvalResourceName?: string | undefined;
  readonly EvalDecision: string;
  readonly MatchedStatements?: readonly Statement[] | undefined;
  readonly MissingContextValues?: readonly string[] | undefined;
  readonly OrganizationsDecisionDetail?: OrganizationsDecisionDetail | undefined;
  readonly PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
  readonly EvalDecisionDetails?: Readonly<Record<string, string>> | undefined;
  readonly ResourceSpecificResults?: readonly ResourceSpecificResult[] | undefined;
}

export interface ContextProviderKeyDefinition {
  readonly SourceKey: string;
  readonly TargetKey?: string | undefined;
}

export interface RoleUsageType {
  readonly Region?: string | undefined;
  readonly Resources?: readonly string[] | undefined;
}

export interface OrganizationsDecisionDetail {
  readonly AllowedByOrganizations?: boolean | undefined;
}

export interface PermissionsBoundaryDecisionDetail {
  readonly AllowedByPermissionsBoundary?: boolean | undefined;
}

export interface PolicyDetail {
  readonly PolicyName?: string | undefined;
  readonly PolicyDocument?: string | undefined;
}

export interface Statement {
  readonly SourcePolicyId?: string | undefined;
  readonly SourcePolicyType?: string | undefined;
  readonly StartPosition?: Position | undefined;
  readonly EndPosition?: Position | undefined;
}

export interface ResourceSpecificResult {
  readonly EvalResourceName: string;
  readonly EvalResourceDecision: string;
  readonly MatchedStatements?: readonly Statement[] | undefined;
  readonly MissingContextValues?: readonly string[] | undefined;
  readonly EvalDecisionDetails?: Readonly<Record<string, string>> | undefined;
  readonly PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
}

export interface Position {
  readonly Line?: number | undefined;
  readonly Column?: number | undefined;
}
