import type { Reading } from '../reading.ts';
import { goContainerRegistry } from '../speakers/oci-clients.ts';
import { type Suspects, type Symptom, seldom, symptom, vague } from '../symptom.ts';
import { clientSecretFix, publicFix, refusedLogins } from './logins.ts';
import { oddHost } from './odd-hosts.ts';

const told = /is not authorized to perform|authorization token has expired/i;

/** What a registry says to those who bring no credentials or bad ones, and what those say who should bring them. */
export const credentials: readonly Symptom[] = [
  {
    pattern: /no basic auth credentials/i,
    unless: told,
    suspects: (reading) => withoutCredentials(reading),
  },
  {
    pattern:
      /401 Unauthorized|status(?: code |=)401|credential required for basic auth|unable to retrieve auth token|incorrect username or password|invalid username\/password|X-Registry-Auth|no auth config found for registry|\b401\b[^\n]*unauthori[sz]ed|authentication required|: unauthorized\b|authorization failed|failed to fetch oauth token|failed to authorize|failed to authenticate with ECR|cannot perform an interactive login/i,
    unless:
      /no basic auth credentials|is not authorized to perform|authorization token has expired|admission webhook|fetch anonymous token[^\n]*docker\.io|Unable to locate credentials/i,
    suspects: (reading) => withoutCredentials(reading),
  },
  {
    pattern: /authorization token has expired/i,
    suspects: ({ isInCluster, isPublic, told: { operation } }): Suspects =>
      isInCluster
        ? { 'POD-03': { likelihood: 0.75, fix: clientSecretFix }, 'ADM-08': 0.15 }
        : operation === 'push'
          ? { 'CI-11': { likelihood: 0.88, fix: loginAgainFix } }
          : isPublic
            ? { 'POD-03': { likelihood: 0.6, fix: publicFix }, 'RT-04': 0.2 }
            : { 'POD-03': 0.75, 'RT-04': 0.17 },
  },
  symptom(
    /(?:credential provider|credential-provider|docker-credential-[\w-]+|plugin binary|image credential)[^\n]*(?:executable file not found|no such file or directory|did not exist|was not found|not executable|permission denied)/i,
    { 'NODE-03': 0.88, 'NODE-04': 0.06 },
  ),
  symptom(
    /group version [^\n]* is not supported|validate credential provider config|credential provider config[^\n]*(?:invalid|failed|unknown field|strict decoding)|CredentialProviderConfig[^\n]*(?:unknown|missing|required|invalid)/i,
    { 'NODE-04': 0.88, 'NODE-03': 0.05 },
  ),
  vague(/No region found in the image reference/i, /deadline exceeded|i\/o timeout/i, {
    'REF-06': 0.6,
    'REF-09': 0.3,
  }),
  symptom(/can only be used with Amazon (?:EC2|Elastic) Container Registry/i, {
    'REF-09': 0.65,
    'NODE-03': 0.2,
  }),
  // A docker helper in the place of a kubelet's plugin takes the request for the name of a host.
  symptom(/parsing the serverURL[^\n]*CredentialProviderRequest/i, {
    'NODE-03': 0.6,
    'NODE-04': 0.3,
  }),
  symptom(
    /Error getting service account token|service account token[^\n]*(?:forbidden|not allowed|audience)/i,
    { 'CRED-03': 0.85 },
  ),
  symptom(/failed to assume role[^\n]*(?:AccessDenied|not authorized)/i, {
    'CRED-04': 0.7,
    'CI-02': 0.1,
  }),
  symptom(
    /service account[^\n]*annotations?[^\n]*(?:missing|required|not found)|IAM role must be associated with service account/i,
    {
      'CRED-02': 0.75,
    },
  ),
  vague(
    /(?:credential provider plugin|ecr-credential-provider|external registry credential provider)[^\n]*(?:deadline exceeded|timed? ?out|signal: killed|i\/o timeout)/i,
    /IMDS|169\.254\.169\.254|lookup [^\n]{1,300}i\/o timeout/i,
    { 'CRED-06': 0.5, 'NET-07': 0.25, 'ROLE-06': 0.1 },
  ),
  vague(
    /error execing credential provider plugin|Failed getting credential from external registry|failed to get credential from external registry|Failed to provide credentials for image/i,
    /no such file or directory|did not exist|not executable|group version|deadline exceeded|i\/o timeout|is not authorized to perform|Throttling|Rate exceeded|IMDS|valid providers|no such host/i,
    { 'CRED-01': 0.7, 'NODE-04': 0.1 },
  ),
  vague(
    /error getting credentials - err: /i,
    /executable file not found|native keychain|NoCredentialProviders|Unable to locate credentials|ecr: Failed/i,
    { 'NODE-03': 0.5, 'TOK-06': 0.3 },
  ),
  {
    pattern: /credentials not found in native keychain/i,
    unless: /can only be used with Amazon/i,
    suspects: () => ({ 'NODE-03': { likelihood: 0.6, fix: dockerFix }, 'TOK-06': 0.15 }),
  },
  {
    // The helpers of docker keep what a login gives them: Windows, macOS, Secret Service, pass.
    pattern:
      /error storing credentials|Error saving credentials: |The stub received bad data|item already exists in the keychain|org\.freedesktop\.secrets|pass(?:word store)? (?:is )?not initialized|autolaunch D-Bus without X11/i,
    suspects: ({ text }) => ({
      'TOK-06': /stub received bad data/i.test(text)
        ? { likelihood: 0.93, fix: windowsStoreFix }
        : 0.8,
      'NODE-03': 0.1,
    }),
  },
];

/** Source: CRED_MAX_CREDENTIAL_BLOB_SIZE of the Windows API; ECR's tokens are longer. */
const windowsStoreFix =
  'The Windows credential store takes 2,560 bytes, and a token of ECR is longer: use a credential helper for the registry (credHelpers), or take credsStore: wincred out of the docker configuration.';

const loginAgainFix =
  'Log in again in the build, right before the push: a token of ECR holds for 12 hours. Or configure a credential helper for the host.';

const dockerFix =
  'Log in to exactly this host (aws ecr get-login-password | docker login), or have a credential helper for it on the PATH, by the name that the docker configuration gives after docker-credential-.';

/** What else leaves a node without credentials. */
const rare = {
  ...seldom(`
      IAM-02 IAM-09 IAM-17 IAM-18 ROLE-02 ROLE-04 ROLE-05 ROLE-06 TOK-01 EPP-02 CRED-06
      NET-07 LIM-07 CRED-02 POD-05 POD-06 NODE-05 NODE-07 REF-06 REF-07 REF-08 REF-13
      RPOL-05 RT-04 RT-07
    `),
};

export function withoutCredentials(reading: Reading): Suspects {
  const { text, isSandbox, isAddOn, isPublic, isFargate, registries, told } = reading;
  if (told.operation === 'login' && !told.isForeign && refusedAtLogin.test(text)) {
    return refusedLogins;
  }
  if (reading.told.isMirrored) return { 'RT-03': 0.45, 'REF-09': 0.42 };
  if (told.operation === 'push') return { 'CI-11': 0.7, 'IAM-01': 0.1, 'TOK-02': 0.05 };
  if (refusedLogin.test(text) && registries.length === 0) {
    return { 'POD-05': 0.45, 'POD-11': 0.25, 'POD-04': 0.12 };
  }
  const odd = oddHost(reading);
  if (odd !== undefined) return odd;
  if (told.isForeign) return { 'POD-11': 0.6, 'POD-04': 0.15, 'POD-05': 0.05 };
  if (told.puller === 'pod') return withoutOwnCredentials(reading);
  if (isFargate) return { 'POD-08': 0.6, 'CRED-01': 0.15, 'IAM-01': 0.1 };
  if (reading.isTask) return { 'IAM-01': 0.4, 'NET-07': 0.15, 'RPOL-01': 0.1, 'ROLE-01': 0.08 };
  if (/ServiceAccount|service account/.test(text) && !isSandbox) {
    return { 'CRED-02': 0.25, 'CRED-01': 0.25, 'POD-06': 0.15, 'NODE-02': 0.12, 'IAM-01': 0.1 };
  }
  // dockerd is given the kubelet's credentials for the sandbox image as well; containerd is not.
  if (isSandbox && told.speakers.includes('dockerd')) {
    return { 'NET-07': 0.3, 'IAM-01': 0.2, 'CRED-06': 0.1, 'ROLE-01': 0.1, 'NET-11': 0.08 };
  }
  if (isSandbox) {
    return {
      'PAUSE-01': 0.55,
      'PAUSE-03': 0.12,
      'PAUSE-02': 0.1,
      'CRED-01': 0.06,
      'NET-07': 0.05,
      ...seldom('PAUSE-04 PAUSE-05 NET-11 NET-12 IAM-01 IAM-07'),
    };
  }
  if (reading.isMachine && !isPublic) {
    if (
      told.speakers.some((speaker) => readsLogins.has(speaker)) ||
      !usesDocker.test(`${told.speakers}`)
    ) {
      return {
        'CI-11': { likelihood: 0.5, fix: dockerFix },
        'NODE-03': 0.2,
        'POD-03': 0.1,
        'IAM-01': 0.05,
      };
    }
    return {
      'NODE-03': { likelihood: 0.45, fix: dockerFix },
      'POD-03': 0.1,
      'IAM-01': 0.08,
      'TOK-02': 0.05,
    };
  }
  if (isPublic) return { 'REF-13': 0.35, 'CRED-07': 0.25, 'POD-03': 0.15 };
  if (isAddOn)
    return {
      'IAM-01': 0.22,
      'CRED-01': 0.2,
      'IAM-07': 0.15,
      'NODE-02': 0.1,
      'IAM-10': 0.08,
      ...seldom('PAUSE-05 EPP-05 REF-05 REF-07 ROLE-01'),
    };
  if (/hybrid|\bmi-[0-9a-f]{8,}/i.test(text)) return { 'NODE-07': 0.65, 'CRED-01': 0.15 };
  if (/bottlerocket/i.test(text)) return { 'NODE-05': 0.5, 'CRED-01': 0.2, 'IAM-01': 0.12 };
  if (/windows/i.test(text)) return { 'NODE-06': 0.5, 'CRED-01': 0.2, 'IAM-01': 0.1 };
  // Nobody that is known: a program on a machine as well as a node.
  if (told.speakers.length === 0 && registries.length > 0) {
    return {
      'NODE-03': { likelihood: 0.3, fix: dockerFix },
      'CRED-01': 0.25,
      'NODE-02': 0.2,
      'IAM-01': 0.1,
      ...rare,
    };
  }
  const missing: Suspects =
    /FailedToRetrieveImagePullSecret|Unable to retrieve some image pull secrets/.test(text)
      ? {}
      : { 'POD-04': 0.05 };
  return registries.length > 0 || /ecr/i.test(text)
    ? {
        'CRED-01': 0.27,
        'NODE-02': 0.22,
        'IAM-01': 0.15,
        'ROLE-01': 0.08,
        'NET-07': 0.05,
        'TOK-03': 0.03,
        ...missing,
        ...rare,
      }
    : {
        'NODE-02': 0.25,
        'CRED-01': 0.22,
        'REF-09': 0.15,
        'IAM-01': 0.12,
        'ROLE-01': 0.05,
        ...missing,
        ...rare,
      };
}

/** Speakers whose logins docker's credential helpers keep. */
const usesDocker = /docker|BuildKit|podman|nerdctl/i;
/** Speakers that name docker as well when they could not ask it, and then ask the registry themselves. */
const readsLogins: ReadonlySet<string> = new Set([goContainerRegistry.name]);

/** Said while somebody logs in, rather than by a pull. */
const refusedAtLogin = /login attempt to|tryLoginWithRegHost|logging in(?: )?to|docker login/i;

/** Credentials were brought, and they are not the registry's. */
const refusedLogin =
  /incorrect username or password|invalid username\/password|please log ?in to|wrong (?:user|password)|bad credentials/i;

/** A client in a pod pulls with credentials of its own: the node's do not reach it. */
function withoutOwnCredentials({ text }: Reading): Suspects {
  const verifies = /kyverno|ratify|notation|cosign|verif/i.test(text);
  return verifies
    ? { 'ADM-02': 0.5, 'ADM-08': 0.3, 'ADM-07': 0.1, 'IAM-01': 0.05 }
    : { 'ADM-08': 0.5, 'IAM-01': 0.12, 'ADM-07': 0.12, 'POD-03': 0.08, 'ADM-02': 0.05 };
}
