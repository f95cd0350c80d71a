import type { CauseEntry } from './cause-entry.ts';
import { admission } from './known/admission.ts';
import { ciPush } from './known/ci-push.ts';
import { credentialProvider } from './known/credential-provider.ts';
import { dns } from './known/dns.ts';
import { endpointPolicy } from './known/endpoint-policy.ts';
import { iamPolicy } from './known/iam-policy.ts';
import { image } from './known/image.ts';
import { imageReference } from './known/image-reference.ts';
import { kms } from './known/kms.ts';
import { layers } from './known/layers.ts';
import { network } from './known/network.ts';
import { nodeIdentity } from './known/node-identity.ts';
import { nodeKubelet } from './known/node-kubelet.ts';
import { performance } from './known/performance.ts';
import { platform } from './known/platform.ts';
import { podSpec } from './known/pod-spec.ts';
import { pullThroughCache } from './known/pull-through-cache.ts';
import { repository } from './known/repository.ts';
import { repositoryPolicy } from './known/repository-policy.ts';
import { runtime } from './known/runtime.ts';
import { sandboxImage } from './known/sandbox-image.ts';
import { throttling } from './known/throttling.ts';
import { token } from './known/token.ts';
import { type KnownLink, knownLinks } from './known-links.ts';
import type { Need } from './need.ts';

/** A known way in which a link breaks, whether Hawser can prove it or not. */
export interface KnownCause {
  /** `HW`, two digits for the link, two for the cause in it. Given once, never reused. */
  readonly code: string;
  /** Id in the catalogue, such as `IAM-01`. */
  readonly catalogue: string;
  readonly link: KnownLink;
  /** What is wrong, in one line. */
  readonly title: string;
  /** What mends it. */
  readonly fix: string;
  /** What proves it or rules it out. */
  readonly shows: Need;
  /** Why nobody who has the pull can prove or mend it. */
  readonly notOurs?: string;
  /** Id in the catalogue of the cause that this one was merged into. */
  readonly sameAs?: string;
}

const entries: Readonly<Record<KnownLink, readonly CauseEntry[]>> = {
  'image-reference': imageReference,
  'pod-spec': podSpec,
  admission,
  'node-kubelet': nodeKubelet,
  'credential-provider': credentialProvider,
  'node-identity': nodeIdentity,
  'iam-policy': iamPolicy,
  token,
  dns,
  network,
  'endpoint-policy': endpointPolicy,
  repository,
  'repository-policy': repositoryPolicy,
  'pull-through-cache': pullThroughCache,
  image,
  platform,
  kms,
  layers,
  runtime,
  'sandbox-image': sandboxImage,
  throttling,
  performance,
  'ci-push': ciPush,
};

const causes: readonly KnownCause[] = knownLinks.flatMap(({ name: link, prefix, number: first }) =>
  entries[link].map(({ number, ...said }) => ({
    code: `HW${digits(first)}${digits(number)}`,
    catalogue: `${prefix}-${digits(number)}`,
    link,
    ...said,
  })),
);

const byName: ReadonlyMap<string, KnownCause> = new Map(
  causes.flatMap((cause) => [
    [cause.code, cause],
    [cause.catalogue, cause],
  ]),
);

/** Every known cause, in the order in which a pull meets the links. */
export function allKnownCauses(): readonly KnownCause[] {
  return causes;
}

/** @param name a code, such as `HW0701`, or an id in the catalogue, such as `IAM-01`, in any letter case. */
export function knownCauseOf(name: string): KnownCause | undefined {
  return byName.get(name.toUpperCase());
}

function digits(number: number): string {
  return String(number).padStart(2, '0');
}
