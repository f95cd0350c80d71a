import { pullLinks } from '../causes/known-links.ts';
import { type Link, linkOf, skipped } from './link.ts';
import { admission } from './links/admission.ts';
import { ciPush } from './links/ci-push.ts';
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
import { pushedRepository } from './links/pushed-repository.ts';
import { repository } from './links/repository.ts';
import { repositoryPolicy } from './links/repository-policy.ts';
import { throttling } from './links/throttling.ts';
import { token } from './links/token.ts';
import type { LinkName } from './proof.ts';
import type { Pull } from './pull.ts';

/** What only the node shows: `withNodeFindings` says what. */
function ofNode(name: LinkName): Link {
  return linkOf(name, [], () => skipped('the node shows nothing of it'));
}

const links: Readonly<Record<LinkName, Link>> = {
  'image-reference': imageReference,
  'pod-spec': podSpec,
  admission,
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
  token,
  runtime: ofNode('runtime'),
  'sandbox-image': ofNode('sandbox-image'),
  throttling,
  'ci-push': ciPush,
};

/** The chain of pulls, in the order in which one meets its links. */
const chain: readonly Link[] = pullLinks.map((name) => links[name]);
/** What a push needs: a place, a role that the build gets, and a right to each of its calls. */
const pushChain: readonly Link[] = [imageReference, pushedRepository, ciPush];

/** The links of a pull, or of a push. */
export function chainOf({ kind }: Pull): readonly Link[] {
  return kind === 'push' ? pushChain : chain;
}
