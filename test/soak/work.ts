// What clients of a registry do all day: push, pull, ask the API.
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import { manifestJson, pushBlob, pushManifest } from '../../src/oci/client/push.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import type { Random } from '../support/random.ts';

const account = '111122223333';
const region = 'us-east-1';
const repositories = ['soak/one', 'soak/two', 'soak/three'];
/** Largest layer, in bytes. */
const maxLayer = 256 << 10;

export type Kind = 'push' | 'pull' | 'api';

/** One client of the local AWS, which remembers what it pushed. */
export class SoakClient {
  readonly #ecr: ECRClient;
  readonly #random: Random;
  readonly #pushed: { readonly repository: string; readonly digest: string }[];
  readonly #opened = new Map<string, Repository>();
  readonly #domain: string;

  /** @param pushed what all clients have pushed together. */
  constructor(
    endpoint: string,
    random: Random,
    pushed: { readonly repository: string; readonly digest: string }[],
  ) {
    this.#random = random;
    this.#pushed = pushed;
    this.#domain = new URL(endpoint).host;
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    this.#ecr = new ECRClient({ endpoint, region, credentials, maxAttempts: 1 });
  }

  /** Makes the repositories; one client does, before all others begin. */
  async prepare(): Promise<void> {
    for (const repositoryName of repositories) {
      await this.#ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
  }

  /** Does one thing. @returns what it was. @throws Error when it was refused, or bytes were not those of their digest. */
  async once(): Promise<Kind> {
    const share = this.#random.next();
    if (share < 0.25 || this.#pushed.length === 0) {
      await this.#push();
      return 'push';
    }
    if (share < 0.7) {
      await this.#pull();
      return 'pull';
    }
    await this.#ask();
    return 'api';
  }

  close(): void {
    for (const repository of this.#opened.values()) repository.close();
    this.#ecr.destroy();
  }

  async #push(): Promise<void> {
    const name = this.#random.pick(repositories);
    const repository = await this.#open(name);
    const layer = Buffer.alloc(4 + this.#random.below(maxLayer), this.#random.below(256));
    layer.writeUInt32LE(this.#random.below(2 ** 32));
    const text = JSON.stringify({ os: 'linux', architecture: 'amd64', at: this.#random.next() });
    const content = manifestJson({
      mediaType: mediaTypes.ociManifest,
      config: await pushBlob(repository, mediaTypes.ociConfig, Buffer.from(text)),
      layers: [await pushBlob(repository, mediaTypes.ociLayerGzip, layer)],
    });
    const tag = this.#random.chance(0.5) ? `t${this.#random.below(200)}` : undefined;
    const { digest } = await pushManifest(repository, content, tag);
    this.#pushed.push({ repository: name, digest });
  }

  async #pull(): Promise<void> {
    const { repository: name, digest } = this.#random.pick(this.#pushed);
    const repository = await this.#open(name);
    const manifest = await this.#checked(repository, 'manifests', digest);
    const { config, layers } = JSON.parse(manifest.toString()) as {
      config: { digest: string };
      layers: { digest: string }[];
    };
    for (const blob of [config, ...layers]) await this.#checked(repository, 'blobs', blob.digest);
  }

  async #checked(repository: Repository, kind: string, digest: string): Promise<Buffer> {
    const { status, headers, body } = await repository.request('GET', `${kind}/${digest}`);
    const content = await readAll(status, headers.location, body);
    if (digestOf(content) !== digest) throw new Error(`${kind}/${digest} has other bytes`);
    return content;
  }

  async #ask(): Promise<void> {
    const { repository: repositoryName, digest: imageDigest } = this.#random.pick(this.#pushed);
    const imageIds = [{ imageDigest }];
    switch (this.#random.below(4)) {
      case 0:
        await this.#ecr.send(new ListImagesCommand({ repositoryName, maxResults: 100 }));
        return;
      case 1:
        await this.#ecr.send(new DescribeImagesCommand({ repositoryName, imageIds }));
        return;
      case 2: {
        const { images } = await this.#ecr.send(
          new BatchGetImageCommand({ repositoryName, imageIds }),
        );
        const text = images?.[0]?.imageManifest ?? '';
        if (digestOf(Buffer.from(text)) !== imageDigest)
          throw new Error(`${imageDigest} is another`);
        return;
      }
      default:
        await this.#ecr.send(new GetAuthorizationTokenCommand({}));
    }
  }

  async #open(name: string): Promise<Repository> {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const { authorizationData } = await this.#ecr.send(new GetAuthorizationTokenCommand({}));
    const token = authorizationData?.[0]?.authorizationToken ?? '';
    const password = Buffer.from(token, 'base64').toString().slice('AWS:'.length);
    const made = new Repository(
      { domain: this.#domain, path: `${account}.dkr.ecr.${region}.localhost/${name}` },
      { credentials: { username: 'AWS', password }, access: 'pull,push' },
    );
    this.#opened.set(name, made);
    return made;
  }
}

async function readAll(
  status: number,
  location: string | readonly string[] | undefined,
  body: AsyncIterable<Uint8Array>,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  if (status === 200) return Buffer.concat(pieces);
  if (status !== 307) throw new Error(`answered ${status}`);
  const answer = await fetch(String(location));
  if (!answer.ok) throw new Error(`the layer's URL answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
