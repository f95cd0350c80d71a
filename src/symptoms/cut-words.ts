/** What a line of an error may end with, and a user interface cuts short. */
const endings: readonly string[] = [
  'not found',
  'manifest unknown',
  'name unknown',
  'no basic auth credentials',
  'authorization failed: no basic auth credentials',
  'repository does not exist or may require authorization',
  'requested access to the resource is denied',
  '401 Unauthorized',
  '403 Forbidden',
  '404 Not Found',
  '429 Too Many Requests',
  'toomanyrequests',
  'i/o timeout',
  'connection refused',
  'connection reset by peer',
  'context deadline exceeded',
  'no such host',
  'TLS handshake timeout',
  'net/http: request canceled while waiting for connection',
  'x509: certificate signed by unknown authority',
  'no space left on device',
  'no matching manifest for linux/',
  'no match for platform in manifest',
  'Your authorization token has expired. Reauthenticate and try again.',
  'because no identity-based policy allows the',
  'because no resource-based policy allows the',
  'with an explicit deny in a service control policy',
  'with an explicit deny in an identity-based policy',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:CompleteLayerUpload',
  'ecr:CreateRepository',
  'ecr:GetAuthorizationToken',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

const longest = Math.max(...endings.map(({ length }) => length));

/** Characters of an ending by which it is known. */
const fewest = 5;

/** In the place of what is missing where more than one ending begins alike. */
const several = '';

/** What is missing of an ending, by its beginning in small letters. */
const restOf = restsByBeginning();

function restsByBeginning(): ReadonlyMap<string, string> {
  const rests = new Map<string, string>();
  for (const ending of endings) {
    for (let known = fewest; known < ending.length; known++) {
      const begun = ending.slice(0, known).toLowerCase();
      rests.set(begun, rests.has(begun) ? several : ending.slice(known));
    }
  }
  return rests;
}

const cut = /(?:…|\.{3})["')\]}]{0,4}$/;

/** A line of which a user interface cut the end off, with the word or sentence that it began, where that is certain. */
export function completed(line: string): string {
  const mark = cut.exec(line.slice(-8));
  if (mark === null) return line;
  const kept = line.slice(0, line.length - mark[0].length).trimEnd();
  const found = endingOf(kept.slice(-longest - 1).toLowerCase());
  return found === undefined ? line : kept + found;
}

/** What is missing of the only ending that the text may have begun. */
function endingOf(text: string): string | undefined {
  for (let known = Math.min(longest, text.length); known >= fewest; known--) {
    const start = text.length - known;
    if (start > 0 && /\w/.test(text.charAt(start - 1))) continue;
    const rest = restOf.get(text.slice(start));
    if (rest !== undefined) return rest === several ? undefined : rest;
  }
  return undefined;
}

/** A line in capitals, as some displays have it, in the letters in which programs write. */
export function uncapitalized(line: string): string {
  const isCapital = /[A-Z][^a-z]{20}/.test(line) && !/[a-z]/.test(line);
  return isCapital ? line.toLowerCase() : line;
}
