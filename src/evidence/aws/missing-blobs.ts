import { BatchCheckLayerAvailabilityCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { type Fact, unseen } from '../../chain/fact.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import type { ImageManifest } from '../../oci/manifest.ts';
import { observe } from '../observe.ts';
import type { Names } from './image.ts';

/** Most layers that one call of BatchCheckLayerAvailability takes. */
const layersPerCall = 100;

/** Asks which layers and configurations of some images the registry cannot deliver. */
export async function missingBlobs(
  client: ECRClient,
  names: Names,
  place: EcrImage,
  images: readonly ImageManifest[],
  isCached: boolean,
): Promise<Fact<readonly string[]>> {
  const wanted = new Set(
    images.flatMap(({ config, layers }) =>
      [config, ...layers].filter(({ urls }) => urls === undefined).map(({ digest }) => digest),
    ),
  );
  const look = {
    fact: `layers of ${place.imageKey}`,
    permission: `ecr:BatchCheckLayerAvailability on ${place.repositoryArn}`,
    absentOn: [],
  };
  const digests = [...wanted];
  const missing = await observe(look, async () => {
    const lacking: string[] = [];
    for (let start = 0; start < digests.length; start += layersPerCall) {
      const layerDigests = digests.slice(start, start + layersPerCall);
      const { layers } = await client.send(
        new BatchCheckLayerAvailabilityCommand({ ...names, layerDigests }),
      );
      for (const { layerDigest = '', layerAvailability } of layers ?? []) {
        if (layerAvailability !== 'AVAILABLE') lacking.push(layerDigest);
      }
    }
    return lacking;
  });
  if (isCached && missing.state === 'known' && missing.value.length > 0) {
    // ECR fetches the layers of a cached image after its manifest.
    return unseen(
      `${look.fact}: the upstream of the cache rule may bring those that the registry lacks`,
      'a pull: nothing else imports them',
    );
  }
  return missing.state === 'absent' ? unseen(look.fact, look.permission) : missing;
}
