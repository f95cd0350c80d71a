import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CriError, type ImageService, type RuntimeImage } from '../../k8s-node/image-service.ts';
import { ImageStore, type ImageStoreOptions } from '../../k8s-node/image-store.ts';
import type { AuthEntry } from '../../kubelet/keyring.ts';
import { asPulled, parseReference } from '../../names/reference.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { RegistryError } from '../../oci/client/errors.ts';
import type { Mirror, Mirrors } from '../../oci/client/mirrors.ts';
import { paths } from '../node-files.ts';
import {
  type ContainerdConfig,
  hostsOf,
  type RegistryHost,
  readContainerdConfig,
} from './containerd-config.ts';

export interface EmulatedContainerdOptions extends Omit<ImageStoreOptions, 'mirrors'> {
  /** Folder that stands for the node's root. */
  readonly root: string;
  /** Where the registries of ECR are. */
  readonly ecr: string;
  /** Whether somebody stopped it. */
  readonly isStopped: () => boolean;
}

/** What a kubelet gets that finds nobody at the socket (gRPC, over the CRI client). */
const noSocket =
  'connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"';

/**
 * The container runtime of an emulated node: reads config.toml when it starts and hosts.toml at each pull, from the node's
 * disk, and asks the hosts that they name.
 */
export class EmulatedContainerd implements ImageService {
  readonly #options: EmulatedContainerdOptions;
  readonly #images: ImageStore;
  /** Undefined while it does not run. */
  #config: ContainerdConfig | undefined;

  constructor(options: EmulatedContainerdOptions) {
    this.#options = options;
    this.#images = new ImageStore(options);
    this.start();
  }

  /** Starts it, or again. @returns why it did not start. */
  start(): string | undefined {
    this.#config = undefined;
    if (this.#options.isStopped()) return 'containerd: stopped';
    try {
      const text = readFileSync(join(this.#options.root, paths.containerdConfig), 'utf8');
      this.#config = readContainerdConfig(text);
      return undefined;
    } catch (error) {
      const [why] = (error as Error).message.split('\n');
      return `containerd: failed to load TOML: ${paths.containerdConfig}: ${why}`;
    }
  }

  async status(image: string): Promise<RuntimeImage | undefined> {
    this.#running();
    return this.#images.status(image);
  }

  async list(): Promise<readonly RuntimeImage[]> {
    this.#running();
    return this.#images.list();
  }

  async remove(image: string): Promise<void> {
    this.#running();
    await this.#images.remove(image);
  }

  /** Asks the hosts in turn; the first failure that is not `not found` is told (containerd: dockerResolver.Resolve). */
  async pull(image: string, auth: AuthEntry | undefined): Promise<string> {
    const config = this.#running();
    const { domain } = asPulled(parseReference(image));
    const hosts = this.#hosts(config, domain).filter(({ canResolve }) => canResolve);
    let told: CriError | undefined;
    for (const host of hosts) {
      try {
        const credentials = auth ?? config.auths[domain];
        return await this.#images.pull(image, credentials, this.#mirrors(host, domain));
      } catch (error) {
        if (!(error instanceof CriError) || !isOfHost(error)) throw error;
        told ??= error;
      }
    }
    throw told ?? nobodyResolves(image);
  }

  #hosts(config: ContainerdConfig, domain: string): readonly RegistryHost[] {
    try {
      return hostsOf(this.#options.root, config, domain);
    } catch (error) {
      const [why] = (error as Error).message.split('\n');
      throw new CriError('Unknown', `failed to parse hosts.toml: ${why}`, { cause: error });
    }
  }

  /** All registries of ECR are one local AWS, whatever their Region; others are reached as they are named. */
  #mirrors({ url }: RegistryHost, domain: string): Mirrors {
    const { host } = new URL(url);
    if (parseEcrHost(host) === undefined) {
      return host === domain ? () => undefined : () => ({ endpoint: url });
    }
    const mirror: Mirror = { endpoint: this.#options.ecr, transparent: true };
    return () => (host === domain ? mirror : { ...mirror, shownAs: url });
  }

  #running(): ContainerdConfig {
    if (this.#config === undefined) throw new CriError('Unavailable', noSocket);
    return this.#config;
  }
}

/** Whether another host might still answer. */
function isOfHost({ cause }: CriError): boolean {
  return (
    cause instanceof RegistryError &&
    ['NOT_FOUND', 'UNREACHABLE', 'UNAUTHORIZED', 'UNEXPECTED_STATUS'].includes(cause.code)
  );
}

function nobodyResolves(image: string): CriError {
  const why = `failed to resolve reference ${JSON.stringify(image)}: no resolve hosts: not found`;
  return new CriError(
    'NotFound',
    `failed to pull and unpack image ${JSON.stringify(image)}: ${why}`,
  );
}
