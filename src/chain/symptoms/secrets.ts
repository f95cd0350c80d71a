const removed = '[removed]';

/** Where secrets stand in logs and manifests, with what comes before them kept. */
const places: readonly RegExp[] = [
  /("(?:\.?dockerconfigjson|auth|password|identitytoken|registrytoken|authorizationToken|token|sessionToken|secretAccessKey)"\s*:\s*")[^"]*/gi,
  /(\b(?:\.dockerconfigjson|(?:aws_)?secret_?access_?key|(?:aws_)?session_?token|authorizationToken|password)\s*[:=]\s*)\S+/gi,
  /(\bauthorization:?\s*"?(?:basic|bearer|aws4-hmac-sha256)\s+)[^\n"']+/gi,
  /(\b(?:basic|bearer)\s+)[A-Za-z0-9+/_=.-]{16,}/gi,
  /()\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<]+/gi,
  /(:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/g,
  /((?<!\S)(?:--password|-p)[= ])(?!-)\S+/g,
];

/** Long runs of base64: tokens, keys, whole secrets. Digests are lower-case hex and stay. */
const encoded = /[A-Za-z0-9+/_-]{48,}={0,2}/g;

/**
 * A text without tokens, passwords, authorization headers and the signatures of presigned URLs.
 * What merely might be a secret goes, too: this is for showing, not for keeping.
 */
export function withoutSecrets(text: string): string {
  return places
    .reduce((rest, place) => rest.replaceAll(place, `$1${removed}`), text)
    .replaceAll(encoded, (run) => (isToken(run) ? removed : run));
}

function isToken(run: string): boolean {
  // What follows the account in an ARN is long and mixed as well.
  if (/^(?:assumed-role|role|user|instance-profile|repository|policy)\//.test(run)) return false;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
}
