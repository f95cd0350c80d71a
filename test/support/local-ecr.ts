// A local AWS for tests of ECR, with the clients that people really use.
import { ECRClient } from '@aws-sdk/client-ecr';
import type { Core } from '../../src/local/core/call.ts';
import { startLocal } from '../../src/local/up.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { type DescriptorSet, pushTinyImage } from './push-image.ts';

export const account = '111122223333';
export const region = 'eu-west-1';

/** Whose registry, and who is asking: the root of its account unless there are credentials. */
export interface Who {
  readonly account?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface LocalEcr {
  /** What is behind the doors, for tests of what no client could bring about in time. */
  readonly core: Core;
  readonly endpoint: string;
  /** Where the local AWS keeps its files. */
  readonly folder: string;
  /** What `hawser local up` would have written to stderr. */
  readonly log: readonly string[];
  /** The root of the account, or of another one, in any Region. */
  client(who?: Who): ECRClient;
  /** Moves the clock on, as `POST /_hawser/clock` does. */
  advance(duration: string): Promise<void>;
  /** What `docker login` would be given. */
  login(who?: Who): Promise<{ readonly username: string; readonly password: string }>;
  /** Speaks to a repository as a registry client does, with a token of its account. */
  repository(name: string, who?: Who): Promise<Repository>;
  /** Pushes an image whose content is that text. */
  push(name: string, tag: string, text?: string): Promise<DescriptorSet>;
  close(): Promise<void>;
}

export async function startLocalEcr(
  upstreams: Record<string, string> = {},
  options: { readonly rateLimits?: boolean } = {},
): Promise<LocalEcr> {
  const log: string[] = [];
  const { local } = await startLocal(
    {
      port: 0,
      data: undefined,
      iam: 'enforce',
      fidelity: 'ecr',
      account,
      region,
      upstreams,
      version: 'test',
      ...options,
    },
    (line) => void log.push(line),
  );
  const closing: (() => void)[] = [];
  const client = (who: Who = {}): ECRClient => {
    const made = new ECRClient({
      endpoint: local.endpoint,
      region: who.region ?? region,
      credentials: who.credentials ?? {
        accessKeyId: who.account ?? account,
        secretAccessKey: 'test',
      },
      maxAttempts: 1,
    });
    closing.push(() => made.destroy());
    return made;
  };
  const repository = async (name: string, who: Who = {}): Promise<Repository> => {
    const host = `${who.account ?? account}.dkr.ecr.${who.region ?? region}.localhost`;
    const made = new Repository(
      { domain: new URL(local.endpoint).host, path: `${host}/${name}` },
      { credentials: await registryLogin(client(who)), access: 'pull,push' },
    );
    closing.push(() => made.close());
    return made;
  };
  return {
    core: local.core,
    endpoint: local.endpoint,
    folder: local.folder,
    log,
    client,
    login: (who) => registryLogin(client(who)),
    repository,
    async advance(duration) {
      const body = JSON.stringify({ advance: duration });
      const answer = await fetch(`${local.endpoint}/_hawser/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    push: async (name, tag, text = tag) => pushTinyImage(await repository(name), tag, text),
    async close() {
      for (const close of closing) close();
      await local.close();
    },
  };
}

async function registryLogin(client: ECRClient): Promise<{ username: string; password: string }> {
  const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  const [username = '', password = ''] = Buffer.from(
    authorizationData?.[0]?.authorizationToken ?? '',
    'base64',
  )
    .toString()
    .split(':');
  return { username, password };
}
