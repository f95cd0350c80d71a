// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly AssumeRole: AssumeRoleResponse;
  readonly AssumeRoleWithWebIdentity: AssumeRoleWithWebIdentityResponse;
  readonly DecodeAuthorizationMessage: DecodeAuthorizationMessageResponse;
  readonly GetAccessKeyInfo: GetAccessKeyInfoResponse;
  readonly GetCallerIdentity: GetCallerIdentityResponse;
  readonly GetFederationToken: GetFederationTokenResponse;
  readonly GetSessionToken: GetSessionTokenResponse;
}

export interface AssumeRoleResponse {
  readonly Credentials: Credentials | undefined;
  readonly AssumedRoleUser: AssumedRoleUser | undefined;
  readonly PackedPolicySize: number | undefined;
  readonly SourceIdentity: string | undefined;
}

export interface AssumeRoleWithWebIdentityResponse {
  readonly Credentials: Credentials | undefined;
  readonly SubjectFromWebIdentityToken: string | undefined;
  readonly AssumedRoleUser: AssumedRoleUser | undefined;
  readonly PackedPolicySize: number | undefined;
  readonly Provider: string | undefined;
  readonly Audience: string | undefined;
  readonly SourceIdentity: string | undefined;
}

export interface DecodeAuthorizationMessageResponse {
  readonly DecodedMessage: string | undefined;
}

export interface GetAccessKeyInfoResponse {
  readonly Account: string | undefined;
}

export interface GetCallerIdentityResponse {
  readonly UserId: string | undefined;
  readonly Account: string | undefined;
  readonly Arn: string | undefined;
}

export interface GetFederationTokenResponse {
  readonly Credentials: Credentials | undefined;
  readonly FederatedUser: FederatedUser | undefined;
  readonly PackedPolicySize: number | undefined;
}

export interface GetSessionTokenResponse {
  readonly Credentials: Credentials | undefined;
}

export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

export interface AssumedRoleUser {
  readonly AssumedRoleId: string;
  readonly Arn: string;
}

export interface FederatedUser {
  readonly FederatedUserId: string;
  readonly Arn: string;
}
