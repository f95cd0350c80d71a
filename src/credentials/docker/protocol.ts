import { CredentialError } from '../errors.ts';

/** What a client stores or receives (docker-credential-helpers: credentials.Credentials). */
export interface DockerCredentials {
  readonly ServerURL: string;
  readonly Username: string;
  readonly Secret: string;
}

/**
 * Texts that clients compare exactly: after the first they continue without credentials, after any other they
 * fail and show it (docker-credential-helpers: credentials/error.go).
 */
export const clientTexts = {
  notFound: 'credentials not found in native keychain',
  noServerUrl: 'no credentials server URL',
  noUsername: 'no credentials username',
} as const;

/** A text for the client, to be printed as it is. */
export class ClientText extends Error {
  override readonly name = 'ClientText';
}

/** Reads the server URL that `get` and `erase` receive on stdin. @throws ClientText */
export function readServerUrl(input: string): string {
  const url = input.trim();
  if (url === '') throw new ClientText(clientTexts.noServerUrl);
  return url;
}

/** Reads what `store` receives on stdin. @throws ClientText, CredentialError `request` */
export function readCredentials(input: string): DockerCredentials {
  let fields: Record<string, unknown>;
  try {
    fields = Object(JSON.parse(input)) as Record<string, unknown>;
  } catch {
    // The cause would quote the secret.
    throw new CredentialError('request', 'stdin is not JSON');
  }
  const { ServerURL, Username, Secret } = fields;
  if (typeof ServerURL !== 'string' || ServerURL === '') {
    throw new ClientText(clientTexts.noServerUrl);
  }
  if (typeof Username !== 'string' || Username === '') {
    throw new ClientText(clientTexts.noUsername);
  }
  return { ServerURL, Username, Secret: typeof Secret === 'string' ? Secret : '' };
}

/** The registry host in a server URL, which clients write with and without scheme and path. */
export function hostOfServer(serverUrl: string): string {
  return serverUrl.replace(/^[a-z]+:\/\//i, '').split('/')[0] ?? '';
}
