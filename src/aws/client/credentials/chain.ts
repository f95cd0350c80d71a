import { CallError } from '../errors.ts';
import { containerSource } from './container.ts';
import { environmentSource } from './environment.ts';
import { instanceSource } from './instance.ts';
import { profileSource } from './profile.ts';
import { readProfiles } from './shared-files.ts';
import type { CredentialSource, SourceContext } from './source.ts';
import { webIdentitySource } from './web-identity.ts';

/**
 * Finds the credentials of this process, in the order of the AWS SDK for Go, which the providers on current
 * nodes use: environment, web identity, profile, container, machine.
 * @throws CallError NO_CREDENTIALS
 */
export async function defaultSource(context: SourceContext): Promise<CredentialSource> {
  const source =
    environmentSource(context) ??
    webIdentitySource(context) ??
    (await fromFiles(context)) ??
    containerSource(context) ??
    instanceSource(context);
  if (source !== undefined) return source;
  throw new CallError(
    'NO_CREDENTIALS',
    'no credentials in the environment or files, and AWS_EC2_METADATA_DISABLED turns off the instance metadata service',
  );
}

async function fromFiles(context: SourceContext): Promise<CredentialSource | undefined> {
  const chosen = context.environment.AWS_PROFILE || context.environment.AWS_DEFAULT_PROFILE;
  const name = chosen || 'default';
  const profiles = await readProfiles(context.environment);
  if (chosen && !profiles.has(chosen)) {
    throw new CallError(
      'NO_CREDENTIALS',
      `there is no profile ${JSON.stringify(chosen)} (AWS_PROFILE)`,
    );
  }
  return profileSource(name, profiles, context, sdkSource);
}

/** SSO, login sessions and MFA, which nodes don't use: the SDK is loaded only for these. */
function sdkSource(profile: string): CredentialSource {
  return {
    identity: async () => `sdk:${profile}`,
    async credentials() {
      try {
        const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
        const { accessKeyId, secretAccessKey, sessionToken } = await fromNodeProviderChain({
          profile,
        })();
        return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
      } catch (cause) {
        throw new CallError(
          'NO_CREDENTIALS',
          `the profile ${JSON.stringify(profile)} gives no credentials: ${(cause as Error).message}`,
          { cause },
        );
      }
    },
  };
}
