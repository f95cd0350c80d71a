import { lookupLocations } from '../kubelet/keyring.ts';
import { InvalidReference } from '../names/errors.ts';
import type { Need } from './fact.ts';
import type { Subject } from './subject.ts';
import { lookUp } from './world.ts';

/** What the pod's pull secrets do for this pull. */
export interface PullSecrets {
  readonly names: readonly string[];
  /** Name of a secret that is not there. */
  readonly missing?: string;
  /** A secret with whose entry the registry hands out the image. */
  readonly working?: { readonly name: string };
  /** A secret whose entry the registry refuses. */
  readonly refused?: { readonly name: string; readonly message: string };
  readonly needs: readonly Need[];
}

/** Looks at each secret that the pod names, as far as the kubelet's keyring matches an entry to the image. */
export function secretsFor({ pod, place, reference, world }: Subject): PullSecrets {
  if (pod.state !== 'known' || place === undefined) return { names: [], needs: [] };
  if (reference === undefined || reference instanceof InvalidReference)
    return { names: [], needs: [] };
  const { imagePullSecrets: names, namespace } = pod.value;
  const needs: Need[] = [];
  let found: Omit<PullSecrets, 'names' | 'needs'> = {};
  for (const name of names) {
    const key = `${namespace}/${name}`;
    const secret = lookUp(
      world,
      'secrets',
      key,
      `Secret ${key}`,
      `get secrets in namespace ${namespace}`,
    );
    if (secret.state === 'unseen') needs.push(secret.need);
    else if (secret.state === 'absent') found = { missing: name, ...found };
    else {
      const entries = secret.value.registries ?? [];
      const image = `${reference.domain}/${reference.path}`;
      const matching = lookupLocations(
        image,
        entries.map(({ location }) => location),
      );
      for (const { accepted } of entries.filter(({ location }) => matching.includes(location))) {
        if (accepted.state === 'unseen') needs.push(accepted.need);
        if (accepted.state !== 'known') continue;
        if (accepted.value.status < 300) found = { ...found, working: { name } };
        else found = { ...found, refused: { name, message: accepted.value.message } };
      }
    }
  }
  return { names, needs, ...found };
}
