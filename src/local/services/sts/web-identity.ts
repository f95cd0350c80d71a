import type {
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse,
} from '@aws-sdk/client-sts';
import { evaluateTrust, githubClaims } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { OidcProviderRecord } from '../../state.ts';
import { checkDuration, isArn, roleByArn } from './assume-role.ts';
import { type Claims, invalidToken, readClaims, verifyToken } from './identity-token.ts';
import { packedSize, sessionPolicies } from './session-policies.ts';
import { issueSession, roleSessionOwner } from './sessions.ts';

/**
 * `AssumeRoleWithWebIdentity`: exchanges a token of a registered OIDC provider for a role session. The order of
 * checks follows the STS reference: role, provider, audience, signature, trust policy.
 */
export const assumeRoleWithWebIdentity = operation<
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse
>({
  unsigned: true,
  permissions: () => [],
  async run(input, call) {
    const { core } = call;
    if (!isArn(input.RoleArn ?? '')) {
      throw new AwsError('ValidationError', 'Request ARN is invalid');
    }
    const role = roleByArn(core, input.RoleArn ?? '');
    if (role === undefined) throw notAuthorized();
    const claims = readClaims(input.WebIdentityToken ?? '');
    const provider = providerOf(call, role.accountId, claims.iss);
    const audience = checkAudience(provider, claims);
    await verifyToken(call, input.WebIdentityToken ?? '', claims);
    requireTrust(call, role, provider, claims, audience, input.RoleSessionName ?? '');
    const seconds = input.DurationSeconds ?? 3600;
    checkDuration(seconds, role);
    const policies = sessionPolicies(call, input);
    const { session, credentials } = issueSession(
      core,
      {
        ...roleSessionOwner(role, input.RoleSessionName ?? ''),
        ...(policies === undefined ? {} : { policies }),
        federatedProvider: provider.arn,
      },
      seconds,
    );
    return {
      Credentials: credentials,
      SubjectFromWebIdentityToken: claims.sub,
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      Provider: provider.arn,
      Audience: audience,
      ...packedSize(policies ?? [], {}),
    };
  },
});

/** The provider of the token's issuer, compared character by character: scheme and final slash count. */
function providerOf({ core }: Call, accountId: string, issuer: string): OidcProviderRecord {
  const url = issuer.replace(/^https?:\/\//, '');
  const found = core.state.oidcProviders.get(`arn:aws:iam::${accountId}:oidc-provider/${url}`);
  if (found === undefined || issuer !== `${found.scheme ?? 'https'}://${found.url}`) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  return found;
}

/** The audience that counts is `azp` where the token has several or names one. */
function checkAudience({ clientIds }: OidcProviderRecord, claims: Claims): string {
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  const candidates = typeof claims.azp === 'string' ? [claims.azp] : audiences;
  const found = candidates.find((audience) => clientIds.includes(audience));
  if (found === undefined) throw invalidToken('Incorrect token audience');
  return found;
}

/** Trust policies see the token's claims as condition keys under the issuer's name. */
function requireTrust(
  { core, context }: Call,
  role: { readonly arn: string; readonly trust: string },
  provider: OidcProviderRecord,
  claims: Claims,
  audience: string,
  sessionName: string,
): void {
  if (core.settings.iam === 'off') return;
  const key = (claim: string): string => `${provider.url}:${claim}`;
  const decision = evaluateTrust(
    {
      principal: { type: 'Federated', value: provider.arn },
      action: 'sts:AssumeRoleWithWebIdentity',
      roleArn: role.arn,
      context: {
        ...context,
        ...claimContext(provider, claims),
        [key('aud')]: audience,
        [key('sub')]: claims.sub,
        'sts:RoleSessionName': sessionName,
        'aws:FederatedProvider': provider.arn,
      },
    },
    core.authorizer.compile(role.trust, 'trust'),
  );
  if (decision.decision !== 'allowed') throw notAuthorized();
}

function claimContext({ url }: OidcProviderRecord, claims: Claims): Record<string, string> {
  const names = url.startsWith('token.actions.githubusercontent.com') ? githubClaims : ['amr'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = claims[name];
      return typeof value === 'string' ? [[`${url}:${name}`, value]] : [];
    }),
  );
}

/** STS returns no more than this to a web identity, whatever the reason. */
function notAuthorized(): AwsError {
  return new AwsError(
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    403,
  );
}
