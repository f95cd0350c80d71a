import { CallError } from '../errors.ts';
import { assumeRole } from '../sts.ts';
import { containerSource } from './container.ts';
import { environmentSource, staticSource } from './environment.ts';
import type { Section } from './ini.ts';
import { instanceSource } from './instance.ts';
import { processSource } from './process.ts';
import type { Profiles } from './shared-files.ts';
import type { CredentialSource, SourceContext } from './source.ts';
import { webIdentityFileSource } from './web-identity.ts';

/** Longest chain of `source_profile`; a longer one is treated as circular. */
const maxDepth = 8;

/**
 * The source that a profile of the shared files describes.
 * @param other handles what is not implemented here: SSO, login sessions, MFA.
 * @returns undefined for a profile without credentials.
 * @throws CallError NO_CREDENTIALS when it refers to something that does not exist.
 */
export function profileSource(
  name: string,
  profiles: Profiles,
  context: SourceContext,
  other: (profile: string) => CredentialSource,
  depth = 0,
): CredentialSource | undefined {
  const settings = profiles.get(name);
  if (settings === undefined) return undefined;
  if (depth > maxDepth) throw lacking(name, 'its source_profile chain is circular');
  const isOwnSource = settings.source_profile === name && depth > 0;
  if (settings.role_arn && !isOwnSource)
    return roleSource(name, settings, profiles, context, other, depth);
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey } = settings;
  if (accessKeyId && secretAccessKey) {
    const sessionToken = settings.aws_session_token;
    return staticSource({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken ? { sessionToken } : {}),
    });
  }
  if (settings.credential_process) return processSource(settings.credential_process, context);
  if (settings.sso_session || settings.sso_start_url || settings.login_session) return other(name);
  return undefined;
}

function roleSource(
  name: string,
  settings: Section,
  profiles: Profiles,
  context: SourceContext,
  other: (profile: string) => CredentialSource,
  depth: number,
): CredentialSource {
  const { role_arn: roleArn = '', web_identity_token_file: tokenFile } = settings;
  const sessionName = settings.role_session_name;
  if (tokenFile) return webIdentityFileSource({ roleArn, tokenFile, sessionName }, context);
  // Only the SDK can prompt for an MFA code.
  if (settings.mfa_serial) return other(name);
  const from = settings.source_profile
    ? profileSource(settings.source_profile, profiles, context, other, depth + 1)
    : bySourceName(settings.credential_source, context);
  if (from === undefined) {
    const where = settings.source_profile ?? settings.credential_source ?? 'no source_profile';
    throw lacking(name, `it assumes a role with the credentials of ${where}, which has none`);
  }
  return {
    identity: async () => `role:${roleArn}:${settings.external_id ?? ''}<${await from.identity()}`,
    credentials: async () =>
      assumeRole(
        {
          roleArn,
          sessionName: sessionName || 'hawser',
          externalId: settings.external_id,
          duration: Number(settings.duration_seconds) || undefined,
        },
        await from.credentials(),
        { ...context, region: settings.region || context.region },
      ),
  };
}

function bySourceName(name: string | undefined, context: SourceContext) {
  if (name === 'Environment') return environmentSource(context);
  if (name === 'Ec2InstanceMetadata') return instanceSource(context);
  return name === 'EcsContainer' ? containerSource(context) : undefined;
}

function lacking(name: string, why: string): CallError {
  return new CallError(
    'NO_CREDENTIALS',
    `the profile ${JSON.stringify(name)} has no credentials: ${why}`,
  );
}
