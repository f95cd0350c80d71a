const removed = '[removed]';

/** Names of fields and headers whose values are secrets, wherever they stand. */
const secretNames = [
  '\\.?dockerconfigjson',
  '\\.dockercfg',
  'auth',
  'authtoken',
  'authorization_?token',
  'client-key-data',
  'cookie',
  'identity_?token',
  'jwt',
  'pass(?:word|wd)?',
  'private_?key',
  'registry_?token',
  'secret(?:_?access)?_?key',
  'aws_secret_access_key',
  '(?:aws_)?session_?token',
  'service_?account_?token',
  'set-cookie',
  'token',
  'web_?identity_?token',
  'x-amz-security-token',
  'x-aws-ec2-metadata-token',
].join('|');

/** Where secrets stand in logs and manifests, with what comes before them kept. */
const places: readonly RegExp[] = [
  // Whole keys, of several lines, or escaped into one.
  /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[\s\S]{0,8000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  // "password":"…", also where quotes are escaped, once or more often.
  new RegExp(
    `(\\\\{0,8}["']?\\b(?:${secretNames})\\\\{0,8}["']\\s{0,4}[:=]\\s{0,4}\\\\{0,8}["'])[^"'\\\\\\n]+`,
    'gi',
  ),
  // Headers go to the end of their line.
  /(\b(?:set-cookie|cookie|x-amz-security-token|x-aws-ec2-metadata-token|proxy-authorization)\s{0,4}[:=]\s{0,4})[^\n"']+/gi,
  /(\bauthorization\s{0,4}[:=]?\s{0,4}"?(?:basic|bearer|aws4-hmac-sha256)\s+)[^\n"']+/gi,
  // "token: unexpected status" is an error that follows another: no token is a short word with others behind it.
  new RegExp(
    `(\\b(?:${secretNames})(?:(?<!token)|(?!:\\s[a-z]{2,14}[: ]))\\s{0,4}[:=]>?\\s{0,4})[^\\s"',;&\\[]+`,
    'gi',
  ),
  /(\b(?:basic|bearer)\s+)[A-Za-z0-9+/_=.-]{16,}/gi,
  /(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<]+/gi,
  /(:\/\/[^\s/:@]{1,200}:)[^\s/@]{1,4000}(?=@)/g,
  /((?<!\S)(?:--password|--token|-p)[= ])(?!-)\S+/g,
  // Tokens that tell by their beginning whose they are: GitHub, Docker, GitLab, Slack, npm, PyPI, Google.
  /()\b(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_[a-z]{2,4}_[\w-]{16,}|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[\w.-]{12,}|xox[abeoprs]-[\w-]{10,}|npm_[A-Za-z0-9]{16,}|pypi-[\w-]{16,}|ya29\.[\w-]{16,}|hvs\.[\w-]{16,})/g,
];

/** A JSON Web Token, which is found word by word: looked for within a long run it would cost its square. */
const jsonWebToken = /^eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/;

/** Long runs of base64: tokens, keys, whole secrets. Digests are lower-case hex and stay. */
const encoded = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

/** The rest of a secret that was broken into lines. */
const continued = /(\[removed\]=*\s*\n)([A-Za-z0-9+/_=-]{4,})(?=\s*(?:\n|$))/g;

/**
 * A text without tokens, passwords, authorization headers and the signatures of presigned URLs.
 * What merely might be a secret goes, too: this is for showing, not for keeping.
 */
export function withoutSecrets(text: string): string {
  const without = places
    .reduce((rest, place) => rest.replaceAll(place, `$1${removed}`), text)
    .replaceAll(/eyJ[\w.-]+/g, (word) => word.replace(jsonWebToken, removed))
    .replaceAll(encoded, (run) => (isToken(run) ? removed : run));
  return withoutRests(without);
}

/** A secret may go on over several lines: each time the line behind a removed one is looked at again. */
function withoutRests(text: string): string {
  let rest = text;
  for (let lines = 0; lines < 100; lines++) {
    const next = rest.replaceAll(continued, (whole, before: string, run: string) =>
      looksRandom(run) ? `${before}${removed}` : whole,
    );
    if (next === rest) return rest;
    rest = next;
  }
  return rest;
}

function isToken(run: string): boolean {
  // What follows the account in an ARN is long and mixed as well.
  if (/^(?:assumed-role|role|user|instance-profile|repository|policy)\//.test(run)) return false;
  // Forty characters are a secret access key; words joined by dashes and slashes are a path.
  if (run.length < 48) return looksRandom(run) && !/[a-z]{5,}[-/_][a-z]{3,}/i.test(run);
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
}

function looksRandom(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /[\d+/=]/.test(run);
}
