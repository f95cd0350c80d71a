import { ApiError } from './status.ts';

const authorization = 'authorization.k8s.io';
const authentication = 'authentication.k8s.io';

/** Reviews of oneself, which are created but never kept: what `kubectl auth can-i` and `whoami` ask. */
interface Review {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly status: object;
}

/** Whoever has the cluster's token may do everything: the emulated cluster has one user, and no RBAC. */
const reviews: readonly Review[] = [
  {
    group: authorization,
    plural: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    status: { allowed: true, reason: "the cluster's only user may do everything" },
  },
  {
    group: authorization,
    plural: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    status: {
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    },
  },
  {
    group: authentication,
    plural: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    status: {
      userInfo: { username: 'hawser', groups: ['system:masters', 'system:authenticated'] },
    },
  },
];

/** The groups that have nothing but reviews. */
export const reviewGroups: readonly string[] = [authentication, authorization];

/** What discovery says of them. */
export function reviewResources(group: string): object[] {
  return reviews
    .filter((review) => review.group === group)
    .map(({ plural, kind }) => ({
      name: plural,
      singularName: plural.slice(0, -1),
      namespaced: false,
      kind,
      verbs: ['create'],
    }));
}

/**
 * Answers a review of oneself; what exactly is asked makes no difference.
 * @returns undefined for a path that is none.
 * @throws ApiError MethodNotAllowed
 */
export function answerReview(method: string, path: string): object | undefined {
  const review = reviews.find(({ group, plural }) => path === `/apis/${group}/v1/${plural}`);
  if (review === undefined) return undefined;
  if (method !== 'POST') {
    throw new ApiError(
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
    );
  }
  const { group, kind, status } = review;
  return { kind, apiVersion: `${group}/v1`, metadata: {}, spec: {}, status };
}
