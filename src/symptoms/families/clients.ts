import { parseEcrHost } from '../../names/registry-host.ts';
import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, symptom } from '../symptom.ts';

/** What ECR says of a media type when a manifest is put. */
const putManifest = /Unsupported manifest type/i;

/** What clients say of requests that are no pulls, and of tags and manifests that a registry does not take. */
export const clients: readonly Symptom[] = [
  {
    // ECR ends the connection on an upload to a repository that it does not have, or that the caller may not push to.
    pattern: /(?:: |^)EOF$/m,
    unless: /proxyconnect|Username: EOF/i,
    suspects: ({ told, text }): Suspects => {
      if (told.operation !== 'push' || told.isForeign) return {};
      const isUpload = /\/blobs\/uploads\/?"?[^\n]{0,40}: EOF/i.test(text);
      return { 'REPO-01': isUpload ? 0.75 : 0.6, 'CI-05': isUpload ? 0.1 : 0.25, 'CI-11': 0.04 };
    },
  },
  {
    // Codes of the distribution specification, in words or as they are.
    pattern:
      /manifest[_ ]invalid|\bUNSUPPORTED\b|The operation is unsupported|missing signature key|layers from manifest don't match/i,
    unless:
      /'ImageManifest' failed to satisfy constraint|\b40[05]\b|schema ?1|zstd|unsupported status code/i,
    suspects: ({ told, text }): Suspects =>
      told.operation === 'push' || putManifest.test(text)
        ? { 'CI-10': 0.7 }
        : { 'PLAT-04': 0.55, 'PLAT-05': 0.2 },
  },
  symptom(/\bNAME_INVALID\b|name invalid: |\bTAG_INVALID: (?!The image tag)/, { 'REF-01': 0.7 }),
  symptom(/\bDIGEST_INVALID\b|digest invalid: /i, { 'LAYER-04': 0.6 }),
  symptom(/http: request body too large|client_max_body_size/i, { 'CI-12': 0.8 }),
  symptom(/Only one auth mechanism allowed|AuthorizationHeaderMalformed/, {
    'LAYER-01': 0.45,
    'RT-03': 0.3,
    'NET-16': 0.1,
  }),
  symptom(/can't push tagged ref/i, { 'CI-10': 0.5, 'REF-12': 0.2 }),
  // Where a registry, or somebody before it, takes an upload and does not say where it goes.
  symptom(/no Location header in response|Error determining upload URL/i, {
    'CI-12': 0.5,
    'CI-05': 0.2,
    'REPO-01': 0.15,
  }),
  // docker asks for a login where none is given, and there is nobody to answer.
  symptom(/Please login prior to (?:push|pull)|^Username: EOF/im, { 'CI-11': 0.8, 'NODE-03': 0.1 }),
  {
    pattern:
      /\/manifests\/[\w.-]*\+[\w.+-]*[^\n]{0,80}\b400\b|:[\w.-]*\+[\w.+-]*"?[^\n]{0,80}invalid reference/i,
    suspects: () => ({ 'REF-01': 0.9 }),
  },
  {
    pattern: /'ImageManifest' failed to satisfy constraint/i,
    suspects: (reading) => manifestNotTaken(reading),
  },
  {
    // A manifest that is put and not taken, whether the client shows the request or not.
    pattern:
      /\bPUT\b[^\n]{0,400}\/manifests\/[^\n]{0,200}\b40[05]\b|failed commit on ref "(?:manifest|index)-[^\n]{0,600}\b40[05]\b|(?:error writing manifest blob|pushing manifest|exporting cache)[\s\S]{0,600}\b40[05]\b/,
    unless: /'ImageManifest' failed to satisfy constraint/i,
    suspects: (reading) => manifestNotTaken(reading),
  },
  {
    pattern: /application\/vnd\.buildkit\.cacheconfig|importing cache manifest/i,
    suspects: (reading) =>
      /405|400|Invalid parameter|not supported/i.test(reading.text)
        ? manifestNotTaken(reading)
        : { 'IMG-01': 0.3 },
  },
  {
    pattern: /Your Authorization Token is invalid/i,
    suspects: (reading) => otherRegion(reading) ?? { 'TOK-02': 0.6, 'TOK-04': 0.2 },
  },
  {
    pattern: /\b400 Bad Request\b|status code 400/i,
    unless:
      /\+|\bPUT\b[^\n]*\/manifests\/|failed commit on ref|error writing manifest blob|exporting cache|ThrottlingException|AccessDenied|Signature|ImageManifest|Authorization Token is invalid|<html|<head>|HTTPS port/i,
    suspects: (reading) =>
      otherRegion(reading) ??
      (/(?:-u|--username)[ =]AWS\b/.test(reading.text)
        ? { 'CI-11': { likelihood: 0.45, fix: passwordFix }, 'TOK-02': 0.25, 'REF-01': 0.1 }
        : { 'TOK-04': 0.35, 'REF-01': 0.3, 'TOK-02': 0.2 }),
  },
  {
    pattern: /get-login[^\n]{0,200}--region ([a-z]{2}(?:-[a-z]+)+-\d)/i,
    suspects: ({ text }, [, region = '']) => {
      const hosts = [...text.matchAll(/\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./g)];
      const others = hosts.filter(([, other]) => other !== region);
      return others.length > 0 ? { 'TOK-02': 0.85 } : {};
    },
  },
  // The keychain that Kubernetes' clients share, and podman and CRI-O.
  symptom(
    /no image found in (?:image index|manifest list) for architecture|choosing image instance/i,
    {
      'PLAT-01': 0.85,
    },
  ),
  symptom(
    /soci[^\n]{0,1000}(?:401|403|unauthorized|forbidden|no basic auth|unable to fetch referrers|failed to (?:redirect|refresh)|failed\(layer)/i,
    { 'RT-07': 0.75, 'POD-03': 0.1 },
  ),
  {
    // What Hawser's own credential programs say names the cause by its code.
    pattern: /\b(HW05(?:5\d|6[0-6])) [a-z-]+: /,
    suspects: (_, [, code = '']) => ownFailures[code] ?? {},
  },
  {
    pattern: /is not authorized to perform: sts:TagSession/i,
    suspects: () => ({ 'CI-02': 0.75, 'CRED-04': 0.1 }),
  },
];

/** Source: AWS Containers Blog, "Announcing remote cache support in Amazon ECR for BuildKit clients". */
const cacheFix =
  "ECR does not take BuildKit's cache index: set image-manifest=true,oci-mediatypes=true in cache-to (type=registry,mode=max,…).";

/** helm and oras put manifests of their own; docker's and BuildKit's are known to ECR, and their tag may be taken. */
function isOfArtifact(text: string): boolean {
  return (
    /^Error: failed commit on ref "manifest-/m.test(text) ||
    /\boras\b|\bhelm\b|application\/vnd\.(?:cncf|oci\.empty)/.test(text)
  );
}

function manifestNotTaken({ text, told }: Reading): Suspects {
  const isConstraint = /ImageManifest|not supported|unsupported/i.test(text);
  const isCache =
    /exporting cache|cache-to|cacheconfig|error writing manifest blob/i.test(text) ||
    told.requests.some(({ path }) => /\/manifests\/[\w.-]*cache/i.test(path));
  // What ECR does not understand is unsupported (405); a tag that may not move is invalid (400).
  if (!isCache && !isConstraint && /\b400\b/.test(text)) {
    return isOfArtifact(text) ? { 'CI-10': 0.6, 'CI-07': 0.25 } : { 'CI-07': 0.45, 'CI-10': 0.4 };
  }
  return { 'CI-10': isCache ? { likelihood: 0.85, fix: cacheFix } : 0.7, 'PLAT-04': 0.1 };
}

/** Codes of the credentials room, and the causes behind them. */
const ownFailures: Readonly<Record<string, Suspects>> = {
  HW0551: { 'NODE-04': 0.8 },
  HW0552: { 'REF-09': 0.8 },
  HW0553: { 'ROLE-01': 0.5, 'ROLE-05': 0.2, 'ROLE-06': 0.2 },
  HW0554: { 'ROLE-08': 0.6, 'TOK-01': 0.2 },
  HW0555: { 'IAM-01': 0.9 },
  HW0556: { 'CRED-04': 0.9 },
  HW0557: { 'NET-07': 0.6, 'DNS-04': 0.1, 'CRED-06': 0.2 },
  HW0558: { 'TOK-03': 0.9 },
  HW0559: { 'NET-16': 0.4, 'RT-03': 0.2 },
  HW0560: { 'CRED-06': 0.7, 'NET-07': 0.2 },
  HW0562: { 'NODE-04': 0.7 },
  HW0564: { 'CRED-05': 0.5, 'CRED-02': 0.4 },
};

/** A token of one Region that is shown to another's registry. */
function otherRegion({ text }: Reading): Suspects | undefined {
  const regions = new Set(
    [...text.matchAll(/[\w.-]+\.dkr[.-]ecr[\w.-]+/g)].flatMap(
      ([host]) => parseEcrHost(host)?.region ?? [],
    ),
  );
  return regions.size > 1 ? { 'TOK-02': 0.7 } : undefined;
}

/** ECR answers a password that is no token of its own with 400 rather than 401. */
const passwordFix =
  'Give the whole output of aws ecr get-login-password as the password, through --password-stdin: a part of it, or one with a line break in it, is refused as malformed.';
