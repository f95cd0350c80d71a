// Images that were acknowledged: whoever loses or changes one of their bytes is found out.
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { Repository } from '../../src/oci/client/repository.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { pushTinyImage } from './push-image.ts';

/** Nobody else may act in this account. */
export const canaryAccount = '424242424242';
const region = 'us-east-1';
const repositoryName = 'canaries';
const maxAttempts = 10;

/** Pushes images and finds out whether they are still what they were. */
export class Canaries {
  readonly #pushed: string[] = [];
  #count = 0;

  get count(): number {
    return this.#pushed.length;
  }

  /** Makes the repository. */
  async prepare(endpoint: string): Promise<void> {
    const ecr = clientAt(endpoint);
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    ecr.destroy();
  }

  /**
   * Pushes one more image. A push that was refused, because the clock was moved in the midst of it, is begun again.
   * @throws Error when it is refused each time.
   */
  async push(endpoint: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#push(endpoint);
        return;
      } catch (error) {
        if (attempt === maxAttempts) throw error;
      }
    }
  }

  async #push(endpoint: string): Promise<void> {
    await withRepository(endpoint, async (repository) => {
      const number = this.#count++;
      const { manifest } = await pushTinyImage(repository, `v${number}`, `canary ${number}`);
      this.#pushed.push(manifest.digest);
    });
  }

  /** @returns what is wrong with the images that were acknowledged: nothing, if all is well. */
  async losses(endpoint: string): Promise<string[]> {
    const found: string[] = [];
    await withRepository(endpoint, async (repository) => {
      for (const digest of this.#pushed) {
        const wrong = await faultOf(repository, digest);
        if (wrong !== undefined) found.push(`${digest}: ${wrong}`);
      }
    });
    return found;
  }
}

async function faultOf(repository: Repository, digest: string): Promise<string | undefined> {
  const manifest = await contentOf(repository, `manifests/${digest}`);
  if (typeof manifest === 'number') return `its manifest answers ${manifest}`;
  if (digestOf(manifest) !== digest) return 'its manifest has other bytes';
  const { config, layers } = JSON.parse(manifest.toString()) as {
    config: { digest: string };
    layers: { digest: string }[];
  };
  for (const { digest: blob } of [config, ...layers]) {
    const content = await contentOf(repository, `blobs/${blob}`);
    if (typeof content === 'number') return `${blob} answers ${content}`;
    if (digestOf(content) !== blob) return `${blob} has other bytes`;
  }
  return undefined;
}

/** @returns the bytes, or the status of an answer without them. */
async function contentOf(repository: Repository, path: string): Promise<Buffer | number> {
  const { status, headers, body } = await repository.request('GET', path);
  if (status === 307) {
    body.resume();
    const answer = await fetch(String(headers.location));
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status;
  }
  const pieces: Buffer[] = [];
  for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece);
  return status === 200 ? Buffer.concat(pieces) : status;
}

async function withRepository(
  endpoint: string,
  work: (repository: Repository) => Promise<void>,
): Promise<void> {
  const ecr = clientAt(endpoint);
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  ecr.destroy();
  const [username = '', password = ''] = Buffer.from(
    authorizationData?.[0]?.authorizationToken ?? '',
    'base64',
  )
    .toString()
    .split(':');
  const host = `${canaryAccount}.dkr.ecr.${region}.localhost`;
  const repository = new Repository(
    { domain: new URL(endpoint).host, path: `${host}/${repositoryName}` },
    { credentials: { username, password }, access: 'pull,push' },
  );
  try {
    await work(repository);
  } finally {
    repository.close();
  }
}

function clientAt(endpoint: string): ECRClient {
  const credentials = { accessKeyId: canaryAccount, secretAccessKey: 'x' };
  return new ECRClient({ endpoint, region, credentials });
}
