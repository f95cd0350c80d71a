import type { Need } from '../causes/need.ts';
import { matchesImage } from '../kubelet/match-images.ts';
import type { EcrImage } from '../names/ecr-image.ts';
import type { Fact } from './fact.ts';
import type { NodeFacts, PodFacts, ProviderReport, TokenReport } from './world.ts';

/** Annotation with the role that a service account pulls with (cloud-provider-aws, ecr-credential-provider). */
export const roleAnnotation = 'eks.amazonaws.com/ecr-role-arn';

/**
 * Whose credentials a kubelet gets for a pod where every provider for the image is set up for service account tokens
 * (KEP-4412): the provider is passed over, the account's role, or the node's as elsewhere.
 */
export type TokenWay =
  | { readonly kind: 'passed over'; readonly lacking: readonly string[] }
  | { readonly kind: 'role'; readonly role: string; readonly audience: string }
  | { readonly kind: 'node' }
  /** The account names a role, and nobody saw whether the node's provider takes it. */
  | { readonly kind: 'unseen'; readonly need: Need };

type Provider = ProviderReport['providers'][number];

/** @returns undefined where some provider asks as the node, or the node did not tell, or not everything was seen. */
export function tokenWayOf(
  pod: Fact<PodFacts>,
  node: Fact<NodeFacts>,
  place: EcrImage | undefined,
): TokenWay | undefined {
  if (pod.state !== 'known' || node.state !== 'known' || place === undefined) return undefined;
  const seen = node.value.report?.credentialProvider;
  const { serviceAccountAnnotations: annotations, pullRole } = pod.value;
  const open = pullRole === undefined ? undefined : openWay(node.value.name, pullRole.role);
  if (seen?.state !== 'known' || annotations === undefined) return open;
  const matching = seen.value.providers.filter(({ matchImages }) =>
    matchImages.some((pattern) => matchesImage(pattern, place.host)),
  );
  if (matching.every(({ tokens }) => tokens === undefined)) return undefined;
  // Of an entry with and one without, the credentials are tried in turn.
  if (matching.some(({ tokens }) => tokens === undefined)) return open;
  const lacking = matching.map(({ tokens }) => lackingOf(tokens, annotations));
  const asked = matching.filter((_, at) => lacking[at]?.length === 0);
  if (asked.length === 0) return { kind: 'passed over', lacking: lacking[0] ?? [] };
  const [provider] = asked as [Provider];
  if (provider.environment.includes('AWS_ECR_ROLE_ARN') && pullRole === undefined) return undefined;
  const { tokens } = provider;
  const passes = [...(tokens?.requiredKeys ?? []), ...(tokens?.optionalKeys ?? [])];
  return pullRole === undefined || !passes.includes(roleAnnotation)
    ? { kind: 'node' }
    : { kind: 'role', role: pullRole.role, audience: tokens?.audience ?? '' };
}

function openWay(node: string, role: string): TokenWay {
  const need = {
    fact: `whether the kubelet of ${node} pulls with ${role}, which the pod's service account names, or with the node's role`,
    permission: 'hawser collect --node on it, whose report doctor takes with --node',
  };
  return { kind: 'unseen', need };
}

function lackingOf(tokens: TokenReport | undefined, annotations: readonly string[]): string[] {
  return (tokens?.requiredKeys ?? []).filter((key) => !annotations.includes(key));
}
