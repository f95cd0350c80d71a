/** The subject of a service account token (Kubernetes: "Bound service account tokens"). */
export interface TokenHolder {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly pod?: { readonly name: string; readonly uid: string };
}

/** A name that is valid in Kubernetes (RFC 1123 subdomain): nothing else is put into a path or a file. */
const name = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * Parses a token, unverified: only to report whose pull failed, never for a decision.
 * @returns undefined for what is not a service account token.
 */
export function holderOf(token: string): TokenHolder | undefined {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
  const { namespace, serviceaccount, pod } = fieldsOf(fieldsOf(claims)['kubernetes.io']);
  const account = fieldsOf(serviceaccount).name;
  if (!isName(namespace) || !isName(account)) return undefined;
  const { name: podName, uid } = fieldsOf(pod);
  const bound = isName(podName) && isName(uid) ? { pod: { name: podName, uid } } : {};
  return { namespace, serviceAccount: account, ...bound };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && name.test(value);
}
