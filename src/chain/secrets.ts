import type { Need } from '../causes/need.ts';
import { lookupLocations } from '../kubelet/keyring.ts';
import { InvalidReference } from '../names/errors.ts';
import { isEcrHostLike } from '../names/registry-host.ts';
import type { Subject } from './subject.ts';
import { lookUp, type SecretFacts, secretAt } from './world.ts';

/** What is wrong with a pull Secret, as far as this image goes. */
export type SecretFault = { readonly name: string } & (
  | { readonly kind: 'missing' }
  /** The kubelet takes nothing from it: it is of another type, or its content cannot be read. */
  | { readonly kind: 'unreadable'; readonly type: string }
  /** It has entries, and none of them is for the image. */
  | { readonly kind: 'other host'; readonly locations: readonly string[] }
  /** The registry refuses its entry; the others that it has are for other places. */
  | {
      readonly kind: 'refused';
      readonly username: string;
      readonly message: string;
      readonly others: readonly string[];
    }
);

/** What the pod's pull secrets do for this pull. */
export interface PullSecrets {
  readonly names: readonly string[];
  /** A secret whose entry the registry takes. */
  readonly working?: { readonly name: string };
  /** Those that are of no use, in the pod's order. */
  readonly faults: readonly SecretFault[];
  readonly needs: readonly Need[];
}

/** Looks at each secret that the pod names, as far as the kubelet's keyring matches an entry to the image. */
export function secretsFor({ pod, place, reference, world }: Subject): PullSecrets {
  const none = { names: [], faults: [], needs: [] };
  if (pod.state !== 'known' || place === undefined) return none;
  if (reference === undefined || reference instanceof InvalidReference) return none;
  const { imagePullSecrets: names, namespace } = pod.value;
  const image = `${reference.domain}/${reference.path}`;
  const faults: SecretFault[] = [];
  const needs: Need[] = [];
  let working: string | undefined;
  for (const name of names) {
    const secret = lookUp(world, secretAt(namespace, name));
    if (secret.state === 'unseen') needs.push(secret.need);
    else if (secret.state === 'absent') faults.push({ name, kind: 'missing' });
    else {
      const found = judged(name, secret.value, image);
      needs.push(...found.needs);
      if (found.works) working ??= name;
      else if (found.fault !== undefined) faults.push(found.fault);
    }
  }
  return { names, faults, needs, ...(working === undefined ? {} : { working: { name: working } }) };
}

interface Judged {
  readonly works: boolean;
  readonly fault?: SecretFault;
  readonly needs: readonly Need[];
}

function judged(name: string, { type, registries }: SecretFacts, image: string): Judged {
  if (registries === undefined) {
    return { works: false, needs: [], fault: { name, kind: 'unreadable', type } };
  }
  const locations = registries.map(({ location }) => location);
  const matching = lookupLocations(image, locations);
  // A Secret for other registries is for other images.
  if (matching.length === 0 && locations.length > 0 && !locations.some(isMeantForEcr)) {
    return { works: false, needs: [] };
  }
  if (matching.length === 0) {
    return { works: false, needs: [], fault: { name, kind: 'other host', locations } };
  }
  const needs: Need[] = [];
  let refusal: { readonly username: string; readonly message: string } | undefined;
  const own = registries.filter(({ location }) => matching.includes(location));
  for (const { accepted, username } of own) {
    if (accepted.state === 'unseen') needs.push(accepted.need);
    if (accepted.state !== 'known') continue;
    const { status, message } = accepted.value;
    // An image that is not there is said only to whoever is let in.
    if (status < 300 || status === 404) return { works: true, needs: [] };
    if (status >= 400 && status < 404) refusal ??= { username, message };
    else needs.push(unclear(name, status));
  }
  if (refusal === undefined || needs.length > 0) return { works: false, needs };
  const others = locations.filter((location) => !matching.includes(location));
  return { works: false, needs, fault: { name, kind: 'refused', ...refusal, others } };
}

/** Whether a location looks like a registry of ECR, whosever it is and however it is written. */
function isMeantForEcr(location: string): boolean {
  const [host = ''] = location.replace(/^https?:\/\//, '').split(/[/:]/);
  return isEcrHostLike(host) || host.includes('.dkr') || host.endsWith('amazonaws.com');
}

function unclear(name: string, status: number): Need {
  return {
    fact: `whether the registry takes Secret ${name}: it answered ${status}`,
    permission: 'another attempt',
  };
}
