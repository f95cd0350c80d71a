import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CriError,
  type ImageDisk,
  type ImageService,
  type RuntimeImage,
} from '../../k8s-node/image-service.ts';
import { ImageStore, type ImageStoreOptions } from '../../k8s-node/image-store.ts';
import type { AuthEntry } from '../../kubelet/keyring.ts';
import { asPulled, parseReference } from '../../names/reference.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { RegistryError } from '../../oci/client/errors.ts';
import type { Mirror, Mirrors } from '../../oci/client/mirrors.ts';
import { sandboxImage as builtInSandbox, paths } from '../node-files.ts';
import type { NodeSetup } from '../records/node-setup.ts';
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
  /** How its machine is set up at the moment. */
  readonly setup: () => NodeSetup;
}

const gigabyte = 2 ** 30;
/** As nodes of EKS have it by default. */
const usualDisk = { capacityBytes: 80 * gigabyte, usedBytes: 4 * gigabyte };

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
    this.#images = new ImageStore({ ...options, room: () => this.#room() });
    this.start();
  }

  /** Starts it, or again. @returns why it did not start. */
  start(): string | undefined {
    this.#config = undefined;
    if (this.#options.setup().runtimeStopped === true) return 'containerd: stopped';
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

  /** A sandbox's image that is gone is fetched without the kubelet's credentials (containerd: RunPodSandbox). */
  async sandbox(): Promise<void> {
    const { sandboxImage: image } = this.#running();
    if (image === builtInSandbox || (await this.#images.status(image)) !== undefined) return;
    try {
      await this.pull(image, undefined);
    } catch (error) {
      if (!(error instanceof CriError)) throw error;
      const named = JSON.stringify(image);
      throw new CriError(
        'Unknown',
        `failed to get sandbox image ${named}: failed to pull image ${named}: ${error.description}`,
        { cause: error },
      );
    }
  }

  disk(): ImageDisk {
    const { imageDisk = usualDisk } = this.#options.setup();
    const { capacityBytes, usedBytes } = imageDisk;
    return {
      capacityBytes,
      availableBytes: Math.max(0, capacityBytes - usedBytes - this.#images.size),
    };
  }

  #room(): number {
    const { capacityBytes, usedBytes } = this.#options.setup().imageDisk ?? usualDisk;
    return capacityBytes - usedBytes;
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
