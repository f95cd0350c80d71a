import { callService, xmlText } from './call.ts';
import type { Credentials, SourceContext } from './credentials/source.ts';
import { endpointOf } from './endpoint.ts';
import { CallError } from './errors.ts';

export interface RoleSession {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string | undefined;
  /** Seconds; STS's default is an hour. */
  readonly duration?: number | undefined;
}

/** Exchanges credentials for a role's. @throws CallError */
export function assumeRole(
  session: RoleSession,
  credentials: Credentials,
  context: SourceContext,
): Promise<Credentials> {
  return issue({ Action: 'AssumeRole', ...fieldsOf(session) }, context, credentials);
}

/** Exchanges an OIDC token for a role's credentials; this call is not signed. @throws CallError */
export function assumeRoleWithWebIdentity(
  session: RoleSession,
  token: string,
  context: SourceContext,
): Promise<Credentials> {
  const fields = fieldsOf(session);
  return issue(
    { Action: 'AssumeRoleWithWebIdentity', ...fields, WebIdentityToken: token },
    context,
  );
}

function fieldsOf({ roleArn, sessionName, externalId, duration }: RoleSession) {
  return {
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...(externalId ? { ExternalId: externalId } : {}),
    ...(duration ? { DurationSeconds: String(duration) } : {}),
  };
}

async function issue(
  fields: Record<string, string>,
  { environment, region, signal }: SourceContext,
  credentials?: Credentials,
): Promise<Credentials> {
  const { body } = await callService({
    service: 'sts',
    region,
    endpoint: endpointOf('sts', region, { fips: false, dualStack: false }, environment),
    contentType: 'application/x-www-form-urlencoded; charset=utf-8',
    body: new URLSearchParams(fields).toString(),
    environment,
    signal,
    ...(credentials === undefined ? {} : { credentials }),
  });
  const accessKeyId = xmlText(body, 'AccessKeyId');
  const secretAccessKey = xmlText(body, 'SecretAccessKey');
  const sessionToken = xmlText(body, 'SessionToken');
  if (!accessKeyId || !secretAccessKey || !sessionToken) {
    throw new CallError('NOT_AWS', 'the answer is not one of STS');
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}
