import { CallError } from '../errors.ts';
import type { Credentials } from './source.ts';

/**
 * Parses credentials from a JSON document of the container and instance metadata services, or of a credential
 * process (which has `SessionToken` instead of `Token`). Only the reason that the service gives is included in
 * an error.
 * @param origin the source, for the error.
 * @throws CallError NO_CREDENTIALS
 */
export function readCredentials(text: string, origin: string): Credentials {
  let fields: Record<string, unknown>;
  try {
    fields = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new CallError('NO_CREDENTIALS', `${origin} answered with something that is not JSON`);
  }
  const { Code, Message, AccessKeyId, SecretAccessKey, Token, SessionToken } = fields;
  if (Code !== undefined && Code !== 'Success') {
    throw new CallError(
      'NO_CREDENTIALS',
      `${origin} has no credentials: ${Code}: ${Message ?? ''}`,
    );
  }
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string') {
    throw new CallError('NO_CREDENTIALS', `${origin} answered without credentials`);
  }
  const token = Token ?? SessionToken;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(typeof token === 'string' && token !== '' ? { sessionToken: token } : {}),
  };
}
