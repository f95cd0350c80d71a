import { mayDoAll, type User } from './identity.ts';
import { ApiError } from './status.ts';

const authorization = 'authorization.k8s.io';
const authentication = 'authentication.k8s.io';

/** Self-reviews, which are created but never stored, for `kubectl auth can-i` and `kubectl auth whoami`. */
interface Review {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly status: (user: User) => object;
}

/** The administrator may do everything; an impersonated user may do what every user may. */
const reviews: readonly Review[] = [
  {
    group: authorization,
    plural: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    status: (user) =>
      mayDoAll(user)
        ? { allowed: true, reason: 'the administrator of the cluster may do everything' }
        : { allowed: false },
  },
  {
    group: authorization,
    plural: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    status: (user) => ({ ...(mayDoAll(user) ? allRules : basicRules), incomplete: false }),
  },
  {
    group: authentication,
    plural: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    status: (user) => ({ userInfo: user }),
  },
];

const allRules = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};

/** The cluster roles system:basic-user and system:discovery, which every cluster binds to all users. */
const basicRules = {
  resourceRules: [
    {
      verbs: ['create'],
      apiGroups: [authorization],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: [authentication], resources: ['selfsubjectreviews'] },
  ],
  nonResourceRules: [
    {
      verbs: ['get'],
      nonResourceURLs: [
        ...['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez'],
        ...['/openapi', '/openapi/*', '/readyz', '/version', '/version/'],
      ],
    },
  ],
};

/** The groups that have only reviews. */
export const reviewGroups: readonly string[] = [authentication, authorization];

/** Their entries in discovery. */
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
 * Answers a self-review.
 * @returns undefined if the path is not that of a self-review.
 * @throws ApiError MethodNotAllowed
 */
export function answerReview(method: string, path: string, user: User): object | undefined {
  const review = reviews.find(({ group, plural }) => path === `/apis/${group}/v1/${plural}`);
  if (review === undefined) return undefined;
  if (method !== 'POST') {
    throw new ApiError(
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
    );
  }
  const { group, kind, status } = review;
  return { kind, apiVersion: `${group}/v1`, metadata: {}, spec: {}, status: status(user) };
}
