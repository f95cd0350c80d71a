/** One challenge of a `WWW-Authenticate` header (RFC 9110, section 11.6.1). */
export interface Challenge {
  /** In lower case: `basic` or `bearer`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const parameter = /([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*,?\s*/y;
const schemeName = /([\w!#$%&'*+.^`|~-]+)(?:\s+|$)/y;

/**
 * Parses the challenges of an answer; what cannot be parsed is skipped, as in containerd.
 * @returns Bearer before Basic: a token is preferred when a registry offers both.
 */
export function parseChallenges(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  const text = header ?? '';
  while (at < text.length) {
    const scheme = matchAt(schemeName, text, at);
    if (scheme === null) break;
    at = schemeName.lastIndex;
    const parameters: Record<string, string> = {};
    for (let found = matchAt(parameter, text, at); found; found = matchAt(parameter, text, at)) {
      at = parameter.lastIndex;
      const [, name = '', quoted, bare = ''] = found;
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare;
    }
    challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters });
  }
  return challenges.sort((a, b) => Number(a.scheme === 'basic') - Number(b.scheme === 'basic'));
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
