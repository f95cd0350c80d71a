import { fileURLToPath } from 'node:url';
import { type Client, credentials, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { AuthEntry } from '../kubelet/keyring.ts';
import { NodeError } from './errors.ts';
import { CriError, type GrpcCode, type ImageService, type RuntimeImage } from './image-service.ts';

/** Milliseconds for everything except pulls, which have no limit (--runtime-request-timeout). */
const requestTimeout = 120_000;

/** gRPC status codes that a runtime returns. */
const codes: Readonly<Record<number, GrpcCode>> = {
  1: 'Canceled',
  3: 'InvalidArgument',
  4: 'DeadlineExceeded',
  5: 'NotFound',
  9: 'FailedPrecondition',
  14: 'Unavailable',
};

interface CriImage {
  readonly id: string;
  readonly repo_tags: readonly string[];
  readonly repo_digests: readonly string[];
  /** A 64-bit number, in decimal. */
  readonly size: string;
}

type ServiceConstructor = new (
  address: string,
  channel: ReturnType<typeof credentials.createInsecure>,
) => Client;

/** The image service of a real container runtime, over its CRI socket. */
export class CriImageService implements ImageService {
  readonly #images: Client;
  readonly #runtime: Client;

  /** @param socket path of the runtime's socket, such as `/run/containerd/containerd.sock`. */
  constructor(socket: string) {
    const path = fileURLToPath(new URL('./cri.proto', import.meta.url));
    const definition = loadSync(path, { keepCase: true, longs: String, defaults: true });
    const loaded = loadPackageDefinition(definition) as unknown as {
      runtime: { v1: { ImageService: ServiceConstructor; RuntimeService: ServiceConstructor } };
    };
    const channel = credentials.createInsecure();
    this.#images = new loaded.runtime.v1.ImageService(`unix:${socket}`, channel);
    this.#runtime = new loaded.runtime.v1.RuntimeService(`unix:${socket}`, channel);
  }

  /**
   * Asks the runtime for its name and version.
   * @returns such as `containerd://1.7.27`, the form that a node reports.
   * @throws NodeError RUNTIME when nothing answers.
   */
  async version(): Promise<string> {
    try {
      const { runtime_name: name, runtime_version: version } = await call<{
        runtime_name: string;
        runtime_version: string;
      }>(this.#runtime, 'Version', {});
      return `${name}://${version}`;
    } catch (cause) {
      throw new NodeError(
        'RUNTIME',
        'no container runtime answers on the CRI socket: is containerd running, and the path right?',
        { cause },
      );
    }
  }

  async status(image: string): Promise<RuntimeImage | undefined> {
    const { image: found } = await call<{ image: CriImage | null }>(this.#images, 'ImageStatus', {
      image: { image },
    });
    return found === null ? undefined : toImage(found);
  }

  async pull(image: string, auth: AuthEntry | undefined): Promise<string> {
    const request = { image: { image }, ...(auth === undefined ? {} : { auth }) };
    const { image_ref: id } = await call<{ image_ref: string }>(
      this.#images,
      'PullImage',
      request,
      Number.POSITIVE_INFINITY,
    );
    return id;
  }

  async list(): Promise<readonly RuntimeImage[]> {
    const { images } = await call<{ images: CriImage[] }>(this.#images, 'ListImages', {});
    return images.map(toImage);
  }

  async remove(image: string): Promise<void> {
    await call(this.#images, 'RemoveImage', { image: { image } });
  }

  close(): void {
    this.#images.close();
    this.#runtime.close();
  }
}

type Method = (
  request: object,
  options: { deadline: number },
  callback: (error: ServiceError | null, answer: unknown) => void,
) => void;

function call<Answer>(
  client: Client,
  name: string,
  request: object,
  timeout = requestTimeout,
): Promise<Answer> {
  const method = (client as unknown as Record<string, Method>)[name];
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + timeout;
    method?.call(client, request, { deadline }, (error, answer) => {
      if (error === null) resolve(answer as Answer);
      else reject(new CriError(codes[error.code] ?? 'Unknown', error.details, { cause: error }));
    });
  });
}

function toImage({ id, repo_tags, repo_digests, size }: CriImage): RuntimeImage {
  return { id, repoTags: repo_tags, repoDigests: repo_digests, size: Number(size) };
}
