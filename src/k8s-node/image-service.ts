import type { AuthEntry } from '../kubelet/keyring.ts';
import type { Platform } from '../oci/platform.ts';

/** gRPC codes with which a container runtime answers its kubelet. */
export type GrpcCode =
  | 'Canceled'
  | 'DeadlineExceeded'
  | 'FailedPrecondition'
  | 'InvalidArgument'
  | 'NotFound'
  | 'Unavailable'
  | 'Unknown';

/**
 * A failure of the container runtime, as the kubelet prints it: with gRPC's code as prefix, unless that is
 * Unknown (kubelet: cri-client/pkg/remote_image.go, since 1.27).
 */
export class CriError extends Error {
  override readonly name = 'CriError';
  readonly code: GrpcCode;
  /** The runtime's own text. */
  readonly description: string;

  constructor(code: GrpcCode, description: string, options?: ErrorOptions) {
    super(
      code === 'Unknown' ? description : `rpc error: code = ${code} desc = ${description}`,
      options,
    );
    this.code = code;
    this.description = description;
  }
}

/** An image of the runtime. */
export interface RuntimeImage {
  /** Digest of its config. */
  readonly id: string;
  readonly repoTags: readonly string[];
  /** `repository@sha256:…`, which a container status uses for the running image. */
  readonly repoDigests: readonly string[];
  /** In bytes. */
  readonly size: number;
  /** Its platform, if the runtime reports it. */
  readonly platform?: Platform;
}

/** The image half of a container runtime (CRI v1, ImageService). */
export interface ImageService {
  /** @returns the image, or undefined when it is not present. */
  status(image: string): Promise<RuntimeImage | undefined>;
  /**
   * @param image reference with a tag or digest.
   * @returns the image's id.
   * @throws CriError
   */
  pull(image: string, auth: AuthEntry | undefined): Promise<string>;
  list(): Promise<readonly RuntimeImage[]>;
  /** Removes an image; a missing one is not an error. */
  remove(image: string): Promise<void>;
  /** Makes the image of pods' sandboxes present, as the runtime does before each; a runtime of its own does so itself. @throws CriError */
  sandbox?(): Promise<void>;
  /** The disk of the images, in bytes; undefined where the runtime does not tell. */
  disk?(): ImageDisk | undefined;
}

export interface ImageDisk {
  readonly capacityBytes: number;
  readonly availableBytes: number;
}
