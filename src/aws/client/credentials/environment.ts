import { createHash } from 'node:crypto';
import type { CredentialSource, SourceContext } from './source.ts';

/** Keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, with AWS_SESSION_TOKEN where there is one. */
export function environmentSource({ environment }: SourceContext): CredentialSource | undefined {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID;
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY;
  const sessionToken = environment.AWS_SESSION_TOKEN;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return staticSource({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) });
}

/** Static keys. Their identity is the id and a hash of the secret: both must match. */
export function staticSource(
  credentials: Awaited<ReturnType<CredentialSource['credentials']>>,
): CredentialSource {
  const { accessKeyId, secretAccessKey } = credentials;
  const proof = createHash('sha256').update(`${accessKeyId}\0${secretAccessKey}`).digest('hex');
  return {
    identity: async () => `keys:${accessKeyId}:${proof}`,
    credentials: async () => credentials,
  };
}
