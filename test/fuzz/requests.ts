import type { Random } from '../support/random.ts';
import { adminRequest } from './doors/admin.ts';
import { apiRequest } from './doors/api.ts';
import { kubernetesRequest } from './doors/kubernetes.ts';
import { layerRequest, metadataRequest, strayRequest } from './doors/others.ts';
import { registryRequest } from './doors/registry.ts';

/** One request, ready to be sent. */
export interface FuzzRequest {
  readonly door: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Where it goes, when it is not the local AWS itself. */
  readonly endpoint?: string;
}

/** What was learnt from the local AWS: what only it can give out. */
export interface Learnt {
  /** `Authorization` for the registry, by account. */
  registryTokens: readonly string[];
  readonly clusterToken: string;
  readonly metadataEndpoint: string;
  metadataToken: string;
  /** Paths of uploads and presigned layers, the latest ones. */
  readonly locations: string[];
}

type Door = (random: Random, learnt: Learnt) => FuzzRequest;

/** Every door, with how often it is tried. */
const doors: readonly (readonly [share: number, door: Door])[] = [
  [40, apiRequest],
  [25, registryRequest],
  [18, kubernetesRequest],
  [6, adminRequest],
  [4, metadataRequest],
  [3, layerRequest],
  [4, strayRequest],
];
const total = doors.reduce((sum, [share]) => sum + share, 0);

/** The next request of a sequence. */
export function nextRequest(random: Random, learnt: Learnt): FuzzRequest {
  let left = random.below(total);
  for (const [share, door] of doors) {
    if (left < share) return door(random, learnt);
    left -= share;
  }
  return strayRequest(random);
}
