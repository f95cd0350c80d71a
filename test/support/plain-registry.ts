// The registry of a local AWS as a client meets it that writes its own requests.
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from './options.ts';

export const account = '444455556666';
export const region = 'us-east-1';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface PlainRegistry {
  readonly endpoint: string;
  /** A token of the account's root, as ECR gives it out. */
  readonly token: string;
  /** The clock of the local AWS. */
  readonly clock: Running['local']['core']['clock'];
  /** Asks for a path below `/v2/` with the token. */
  registry(
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** A registry with a repository `app`. */
export async function startPlainRegistry(): Promise<PlainRegistry> {
  const running = await startLocal(testOptions(account), () => undefined);
  const { endpoint } = running.local;
  const ecr = new ECRClient({
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'x' },
  });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const token = authorizationData?.[0]?.authorizationToken ?? '';
  ecr.destroy();
  return {
    endpoint,
    token,
    clock: running.local.core.clock,
    async registry(method, path, body, headers = {}) {
      const answer = await fetch(`${endpoint}/v2/${path}`, {
        method,
        headers: { authorization: `Basic ${token}`, ...headers },
        ...(body === undefined ? {} : { body: body as string }),
        redirect: 'manual',
      });
      return { status: answer.status, text: await answer.text(), headers: answer.headers };
    },
    close: () => running.local.close(),
  };
}

/** The code of the first error of an answer. */
export function errorOf(text: string): string {
  return (JSON.parse(text) as { errors: { code: string }[] }).errors[0]?.code ?? '';
}
