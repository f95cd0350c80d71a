// Clients of KMS of the local AWS, and what tests of keys ask of them again and again.
import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  CreateKeyCommand,
  EncryptCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { account, type LocalEcr, region } from './local-ecr.ts';
import { userWith } from './user-with.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const stranger = '999900001111';

export interface KmsUser {
  readonly client: KMSClient;
  readonly arn: string;
  readonly name: string;
}

export class KmsClients {
  readonly #local: LocalEcr;
  readonly #made: { destroy(): void }[] = [];
  readonly root: KMSClient;
  #users = 0;

  constructor(local: LocalEcr) {
    this.#local = local;
    this.root = this.rootOf(account);
  }

  options(credentials: Credentials) {
    return { endpoint: this.#local.endpoint, region, credentials, maxAttempts: 1 };
  }

  /** Closes a client with the others. */
  keep<Client extends { destroy(): void }>(client: Client): Client {
    this.#made.push(client);
    return client;
  }

  as(credentials: Credentials): KMSClient {
    return this.keep(new KMSClient(this.options(credentials)));
  }

  rootOf(id: string): KMSClient {
    return this.as({ accessKeyId: id, secretAccessKey: 'test' });
  }

  /** A user that may do nothing with keys. */
  async user(): Promise<KmsUser> {
    const name = `user-${this.#users++}`;
    const harmless = [{ Action: 'ecr:GetAuthorizationToken', Resource: '*' }];
    const client = this.as(await userWith(this.#local.endpoint, harmless, name));
    return { client, arn: `arn:aws:iam::${account}:user/${name}`, name };
  }

  async key(owner = this.root): Promise<string> {
    return (await owner.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  }

  grant(
    KeyId: string,
    GranteePrincipal: string,
    Operations: CreateGrantCommandInput['Operations'],
    more: Partial<CreateGrantCommandInput> = {},
    by = this.root,
  ) {
    return by.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations, ...more }));
  }

  close(): void {
    for (const client of this.#made) client.destroy();
  }
}

export function encrypt(client: KMSClient, KeyId: string, context?: Record<string, string>) {
  const Plaintext = Buffer.from('hello');
  const of = context === undefined ? {} : { EncryptionContext: context };
  return client.send(new EncryptCommand({ KeyId, Plaintext, ...of }));
}

export const denied = { name: 'AccessDeniedException' };
