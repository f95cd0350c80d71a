import { linkNames } from '../causes/known-links.ts';
import { type Link, linkOf, skipped } from './link.ts';
import { dns } from './links/dns.ts';
import { endpointPolicy } from './links/endpoint-policy.ts';
import { iamPolicy } from './links/iam-policy.ts';
import { image } from './links/image.ts';
import { imageReference } from './links/image-reference.ts';
import { kms } from './links/kms.ts';
import { layers } from './links/layers.ts';
import { network } from './links/network.ts';
import { nodeIdentity } from './links/node-identity.ts';
import { nodeKubelet } from './links/node-kubelet.ts';
import { platform } from './links/platform.ts';
import { podSpec } from './links/pod-spec.ts';
import { pullThroughCache } from './links/pull-through-cache.ts';
import { repository } from './links/repository.ts';
import { repositoryPolicy } from './links/repository-policy.ts';
import type { LinkName } from './proof.ts';

/** What only the node shows: `withNodeFindings` says what. */
function ofNode(name: LinkName): Link {
  return linkOf(name, [], () => skipped('the node shows nothing of it'));
}

const links: Readonly<Record<LinkName, Link>> = {
  'image-reference': imageReference,
  'pod-spec': podSpec,
  'node-kubelet': nodeKubelet,
  'node-identity': nodeIdentity,
  'iam-policy': iamPolicy,
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
  'credential-provider': ofNode('credential-provider'),
  token: ofNode('token'),
  runtime: ofNode('runtime'),
  'sandbox-image': ofNode('sandbox-image'),
};

/** The chain, in the order in which a pull meets its links. */
export const chain: readonly Link[] = linkNames.map((name) => links[name]);
