import type { Suspects, Symptom } from '../symptom.ts';
import { noImage } from './absent.ts';
import { withoutCredentials } from './credentials.ts';
import { refused } from './forbidden.ts';
import { unreached } from './network.ts';
import { gatewayFailed } from './proxies.ts';

/** A status code in whatever words a program has for it. */
function status(code: string): string {
  return String.raw`\b(?:HTTP(?:\/[\d.]{1,3})?|status(?:[ _-]?code)?|code|error|response|returned|answered|received|got)["']?[ :=(\[]{1,4}${code}\b|\b${code} (?:-|client error|server error)`;
}

function loose(words: string, suspects: Symptom['suspects'], unless?: RegExp): Symptom {
  const pattern = new RegExp(words, 'i');
  return unless === undefined ? { pattern, suspects } : { pattern, unless, suspects };
}

/**
 * What programs that nobody knows yet say in common words. They are asked for only where no other symptom is found, in
 * the order of how much they tell: the first that is found decides.
 */
export const looseSymptoms: readonly Symptom[] = [
  loose(
    'x509:|\\bcertificate\\b[^\\n]{0,80}(?:invalid|unknown|verif|trust|not valid|expired)|tls: (?:failed|bad|unknown)|SSL(?:Error|HandshakeException|: )|PKIX path',
    (): Suspects => ({ 'NET-17': 0.5, 'RT-03': 0.25, 'TOK-01': 0.05 }),
  ),
  loose(
    'no space|disk (?:is )?full|out of disk|not enough (?:disk )?space',
    (): Suspects => ({ 'RT-01': 0.7 }),
  ),
  loose(
    'wrong (?:os|architecture|platform)|(?:architecture|platform|os/arch)[^\\n]{0,60}(?:not (?:match|support|found|available|compatible)|mismatch|unsupported|incompatible)|(?:unsupported|incompatible|no)[^\\n]{0,30}(?:architecture|platform)\\b',
    (): Suspects => ({ 'PLAT-01': 0.6, 'PLAT-02': 0.2 }),
  ),
  loose(
    '(?:digest|checksum|hash|size)[^\\n]{0,60}(?:mismatch|does ?n.t match|not match|differ|wrong|invalid)|(?:mismatch|invalid)[^\\n]{0,20}(?:digest|checksum)',
    (): Suspects => ({ 'LAYER-04': 0.6, 'REF-12': 0.1 }),
  ),
  loose(
    `too many requests|\\bthrottl|rate.?limit|request limit exceeded|${status('429')}`,
    ({ isPublic, told }): Suspects =>
      told.isForeign
        ? { 'LIM-05': 0.6 }
        : isPublic
          ? { 'LIM-06': 0.7 }
          : { 'LIM-01': 0.5, 'TOK-03': 0.2, 'LIM-05': 0.1 },
  ),
  loose(
    `unauthori[sz]ed|unauthenticated|authenticat(?:e|ed|ion)\\b[^\\n]{0,60}(?:fail|required|error|rejected)|(?:fail|unable|could not|cannot)[^\\n]{0,20} authenticate|not logged in|(?:set|get|load|read|retrieve)\\w* (?:[\\w-]{1,20} ){0,3}credentials: |login (?:required|failed)|log ?in first|(?:invalid|wrong|bad|missing|no|without) (?:registry |valid )?(?:credentials?|password|auth)\\b|credentials?\\b[^\\n]{0,80}(?:not set|set up correctly|missing|invalid|not found|incorrect|required)|${status('401')}`,
    withoutCredentials,
  ),
  loose(
    `Method Not Allowed|${status('405')}`,
    ({ told }): Suspects =>
      told.operation === 'push' ? { 'CI-10': 0.6 } : { 'PLAT-04': 0.5, 'RT-03': 0.2 },
  ),
  loose(
    `\\bforbidden\\b|access(?: is)? denied|AccessDenied|not (?:authori[sz]ed|permitted|allowed)|insufficient (?:privileges?|permissions?|scope)|\\bdenied\\b|lacks? permission|${status('403')}`,
    refused,
    /(?:open|mkdir|unlink|stat|chmod|lchown|fork\/exec) \/[^\n]{0,300}permission denied|sock[^\n]{0,80}permission denied/i,
  ),
  loose(
    `not found|does(?: not|n.t) exist|no such (?:image|manifest|repository|tag)|unknown (?:manifest|tag|image|repository)|(?:could not|cannot|unable to|failed to) (?:find|locate)[^\\n]{0,30}(?:image|manifest|tag|repository)|${status('404')}`,
    (reading) => noImage(reading, true),
    /executable file not found|command not found|no such file/i,
  ),
  loose(
    'time(?:d)?[ -]?out|deadline|unreachable|(?:could not|cannot|unable to|failed to) (?:connect|reach) (?!to the docker)|no response|network error|getsockopt',
    unreached,
  ),
  loose(
    `internal server error|bad gateway|service unavailable|server error|${status('50[0-4]')}`,
    gatewayFailed,
  ),
  loose(
    'connection (?:was )?(?:closed|reset|aborted|lost)|broken pipe|\\bEOF\\b|hang up',
    ({ isLayer }): Suspects =>
      isLayer ? { 'LAYER-03': 0.6, 'NET-15': 0.1 } : { 'NET-15': 0.45, 'LAYER-03': 0.2 },
  ),
  loose(
    '(?:invalid|malformed|bad|illegal|cannot parse|failed to parse|unable to parse)[^\\n]{0,40}(?:reference|image name|tag|repository name)',
    (): Suspects => ({ 'REF-01': 0.6, 'REF-14': 0.2 }),
  ),
];
