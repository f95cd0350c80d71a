import { printable } from '../text/printable.ts';

/**
 * Every failure of getting registry credentials: a stable code, the link of the chain to check, and the fix.
 * HW05 is the provider's own link; its codes from 51 on are symptoms that the provider saw, which may have
 * several causes (those have lower codes).
 */
export const failures = {
  request: {
    code: 'HW0551',
    link: 'credential-provider',
    fix: 'the kubelet sends a CredentialProviderRequest on stdin: set apiVersion credentialprovider.kubelet.k8s.io/v1 in the CredentialProviderConfig',
  },
  foreignHost: {
    code: 'HW0552',
    link: 'image-reference',
    fix: 'narrow matchImages to ECR hosts, or map the host of a mirror with --map HOST=ECR_HOST',
  },
  noIdentity: {
    code: 'HW0553',
    link: 'node-identity',
    fix: 'give the node an instance profile (or other AWS credentials) and access to the instance metadata service',
  },
  badIdentity: {
    code: 'HW0554',
    link: 'node-identity',
    fix: 'the AWS credentials of this node are invalid or expired: check the instance profile, AWS_PROFILE and the clock',
  },
  denied: {
    code: 'HW0555',
    link: 'iam-policy',
    fix: 'allow ecr:GetAuthorizationToken on resource * for this role, for example with AmazonEC2ContainerRegistryPullOnly',
  },
  assumeRole: {
    code: 'HW0556',
    link: 'iam-policy',
    fix: "check the role in eks.amazonaws.com/ecr-role-arn, its trust policy for the cluster's OIDC provider, and the token's audience",
  },
  unreachable: {
    code: 'HW0557',
    link: 'network',
    fix: 'open a route to that host; to the ECR API: NAT, or an interface endpoint com.amazonaws.REGION.ecr.api (for roles also .sts) with private DNS and port 443 open from the nodes',
  },
  throttled: {
    code: 'HW0558',
    link: 'throttling',
    fix: 'too many nodes ask at the same time: keep cacheKeyType Registry and spread the rollout',
  },
  unusableToken: {
    code: 'HW0559',
    link: 'token',
    fix: 'the answer came from something other than ECR: check AWS_ENDPOINT_URL and proxies',
  },
  tooSlow: {
    code: 'HW0560',
    link: 'network',
    fix: 'ECR did not answer within the time that the kubelet allows: check the route to the ECR API',
  },
  configuration: {
    code: 'HW0562',
    link: 'credential-provider',
    fix: 'correct the flag or the environment variable',
  },
  cache: {
    code: 'HW0563',
    link: 'credential-provider',
    fix: 'set HAWSER_TOKEN_CACHE to a folder of this user (mode 0700) with free space, or to off',
  },
  noRole: {
    code: 'HW0564',
    link: 'pod-spec',
    fix: 'annotate the service account with eks.amazonaws.com/ecr-role-arn, or omit --require-role to use the node role',
  },
  store: {
    code: 'HW0565',
    link: 'credential-provider',
    fix: 'name another credential store for this registry in credHelpers of the docker configuration',
  },
  plainText: {
    code: 'HW0566',
    link: 'credential-provider',
    fix: 'use docker-credential-hawser (hawser login --helper), which stores nothing, configure a credsStore, or use --plain',
  },
  api: {
    code: 'HW0561',
    link: 'token',
    fix: 'see the AWS error in the message',
  },
} as const satisfies Record<string, { code: string; link: string; fix: string }>;

export type FailureKind = keyof typeof failures;

/** A failure to get credentials; `sentence()` is written to stderr, and so to the kubelet's log. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  readonly kind: FailureKind;
  readonly code: string;
  /** The fix, for the command line's own error format. */
  readonly hint: string;

  /** @param options.fix the fix, if it differs from the usual one for this kind. */
  constructor(
    kind: FailureKind,
    message: string,
    options?: ErrorOptions & { readonly fix?: string },
  ) {
    super(message, options);
    this.kind = kind;
    this.code = failures[kind].code;
    this.hint = options?.fix ?? failures[kind].fix;
  }

  /**
   * @returns code, link, message and fix, in one line. (Not called `line`: the executable's engine sets a
   * number
   *   of that name on every error.)
   */
  sentence(): string {
    const { code, link } = failures[this.kind];
    const sentence = `${code} ${link}: ${this.message}; fix: ${this.hint}`;
    return printable(sentence.replace(/\s+/g, ' '));
  }
}
