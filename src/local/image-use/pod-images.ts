import type { Container, Pod } from '../../k8s-api/types.ts';
import { asPulled, parseReference } from '../../names/reference.ts';
import type { RegistryName } from '../../names/repository.ts';
import { type Address, addressOf } from '../registry/address.ts';

/** A container of a pod and the image of the local AWS that it uses. */
export interface PodImage extends RegistryName {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly node?: string;
  readonly repository: string;
  /** What the pod's specification names: a tag or a digest. */
  readonly tag?: string;
  readonly digest?: string;
  /** What the container runs, once it has started; a tag may have moved since. */
  readonly runsFrom?: string;
}

/** The registry of an image without an ECR host name: the local AWS, by its own address. */
export interface HomeRegistry extends RegistryName {
  readonly host: string;
}

/** The ECR images of a pod's containers; none when the pod has terminated. */
export function imagesOf({ metadata, spec, status }: Pod, home: HomeRegistry): PodImage[] {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return [];
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap((container) => {
    const image = imageOf(container, home);
    if (image === undefined) return [];
    const { imageID = '' } = statuses.find(({ name }) => name === container.name) ?? {};
    const runsFrom = /@(\w+:[0-9a-f]+)$/.exec(imageID)?.[1];
    return [
      {
        namespace: metadata.namespace ?? '',
        pod: metadata.name,
        container: container.name,
        ...(spec.nodeName === undefined ? {} : { node: spec.nodeName }),
        ...image,
        ...(runsFrom === undefined ? {} : { runsFrom }),
      },
    ];
  });
}

function imageOf({ image }: Container, home: HomeRegistry) {
  try {
    const { domain, path, tag, digest } = asPulled(parseReference(image));
    const address = registryOf(domain, path, home);
    if (address === undefined) return undefined;
    const { registryId, region, path: repository } = address;
    const object = digest === undefined ? { tag: tag ?? 'latest' } : { digest };
    return { registryId, region, repository, ...object };
  } catch {
    // The kubelet reports a malformed reference; it uses no image.
    return undefined;
  }
}

/** The registry of a reference, by the same rules as for a request. */
function registryOf(domain: string, path: string, home: HomeRegistry): Address | undefined {
  // No registry is named `none`, so an address that is neither ECR's nor this host is its own registry.
  const fallback = domain === home.host ? home : { registryId: 'none', region: 'none' };
  const address = addressOf(domain, `/v2/${path}`, new URLSearchParams(), fallback);
  return address?.registryId === 'none' ? undefined : address;
}
