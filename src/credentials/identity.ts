import { createHash } from 'node:crypto';
import { defaultSource } from '../aws/client/credentials/chain.ts';
import type { CredentialSource, SourceContext } from '../aws/client/credentials/source.ts';
import { assumeRole, assumeRoleWithWebIdentity } from '../aws/client/sts.ts';
import { asRoleError } from './aws-errors.ts';
import type { RoleStep } from './roles.ts';

/** A pod's own credentials: its service account's token for a role (KEP-4412). */
export interface WebIdentity {
  readonly roleArn: string;
  readonly token: string;
}

const sessionName = 'hawser-credential-provider';

/**
 * The identity that asks ECR: the pod by its service account's token, or that of this process; then the roles
 * that the configuration adds, one after the other.
 * @throws CredentialError, CallError
 */
export async function sourceOf(
  pod: WebIdentity | undefined,
  roles: readonly RoleStep[],
  context: SourceContext,
): Promise<CredentialSource> {
  const first = pod === undefined ? await own(context) : podSource(pod, context);
  return roles.reduce((before, role) => roleSource(before, role, context), first);
}

async function own(context: SourceContext): Promise<CredentialSource> {
  const source = await defaultSource(context);
  return {
    identity: () => source.identity(),
    credentials: () => refusedAsRole(source.credentials()),
  };
}

function podSource({ roleArn, token }: WebIdentity, context: SourceContext): CredentialSource {
  return {
    // The token is the proof of identity: a cached result is returned only for the same token.
    identity: async () => `pod:${roleArn}:${createHash('sha256').update(token).digest('hex')}`,
    credentials: () =>
      refusedAsRole(
        assumeRoleWithWebIdentity({ roleArn, sessionName }, token, context),
        ` (${roleArn}, token for ${audienceOf(token)})`,
      ),
  };
}

function roleSource(
  before: CredentialSource,
  { roleArn, externalId }: RoleStep,
  context: SourceContext,
): CredentialSource {
  return {
    identity: async () => `role:${roleArn}:${externalId ?? ''}<${await before.identity()}`,
    async credentials() {
      const session = { roleArn, externalId, sessionName };
      const call = assumeRole(session, await before.credentials(), context);
      return refusedAsRole(call, ` (${roleArn})`);
    },
  };
}

async function refusedAsRole<T>(call: Promise<T>, hint?: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw asRoleError(error, hint);
  }
}

/** The audience of a token, unverified, for an error message only: a wrong one is the usual mistake. */
function audienceOf(token: string): string {
  try {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return `audience ${JSON.stringify((JSON.parse(claims) as { aud?: unknown }).aud)}`.slice(
      0,
      200,
    );
  } catch {
    return 'no audience: it is not a JWT';
  }
}
