/** A registry pattern or image without scheme, parsed as the kubelet does. */
interface SchemelessUrl {
  readonly labels: readonly string[];
  readonly port: string;
  readonly path: string;
}

/**
 * Parses `host[:port][/path]` (kubelet: credentialprovider.ParseSchemelessURL).
 * @returns the parts, or the error of Go's URL parser as `problem`.
 */
export function parseSchemelessUrl(text: string): SchemelessUrl | { readonly problem: string } {
  const slash = text.indexOf('/');
  const authority = slash === -1 ? text : text.slice(0, slash);
  const path = slash === -1 ? '' : text.slice(slash);
  const complaint = (what: string) => ({ problem: `parse "https://${text}": ${what}` });
  const badEscape = /%(?!25)..?|%$/.exec(authority)?.[0];
  if (badEscape !== undefined) {
    return complaint(`invalid URL escape ${JSON.stringify(badEscape)}`);
  }
  if (authority.startsWith('[') && !authority.includes(']')) {
    return complaint("missing ']' in host");
  }
  const forbidden = /[\s<>"^`{}|\\]/.exec(authority);
  if (forbidden !== null) {
    return complaint(`invalid character ${JSON.stringify(forbidden[0])} in host name`);
  }
  const [, host = '', colon, port = ''] = /^([^:]*)(:(.*))?$/.exec(authority) ?? [];
  if (colon !== undefined && !/^\d*$/.test(port)) {
    return complaint(`invalid port ${JSON.stringify(colon)} after host`);
  }
  return { labels: host.split('.'), port, path };
}

/**
 * Whether an image (without tag and digest) matches a pattern: the same number of domain labels, each matched by
 * its glob; the same port; the pattern's path a prefix of the image's (kubelet: URLsMatchStr).
 */
export function matchesImage(pattern: string, image: string): boolean {
  const glob = parseSchemelessUrl(pattern);
  const target = parseSchemelessUrl(image);
  if ('problem' in glob || 'problem' in target) return false;
  return (
    glob.port === target.port &&
    glob.labels.length === target.labels.length &&
    target.path.startsWith(glob.path) &&
    glob.labels.every((label, at) => globMatches(label, target.labels[at] ?? ''))
  );
}

/** Go's filepath.Match for one domain label: `*`, `?`, `[a-z]`, `[^a]`, and `\` before a character. */
function globMatches(glob: string, text: string): boolean {
  const pieces = glob.match(/\\.|\[\^?[^\]]+\]|[\s\S]/g) ?? [];
  const source = pieces.map((piece) => {
    if (piece === '*') return '[^/]*';
    if (piece === '?') return '[^/]';
    if (piece.length > 1 && piece.startsWith('[')) return piece;
    return piece.replace(/^\\/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  try {
    return new RegExp(`^${source.join('')}$`).test(text);
  } catch {
    return false;
  }
}
