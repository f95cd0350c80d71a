import { hasWrongAccount } from '../hosts.ts';
import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, symptom } from '../symptom.ts';

const placeholder =
  /\$\{\w+\}|\$\(\w+\)|\{\{[^}]*\}\}|<(?:account|region|tag|image|repo\w*)[\w-]*>|:(?:IMAGE_TAG|TAG|VERSION)\b|\bREPLACE_?ME\b/i;

/** What the pod itself, or those who let it in, are at fault for. */
export const pods: readonly Symptom[] = [
  {
    pattern: /(?<![\w.-])(?!\d{12}\.)[\d-]{1,30}\.dkr[.-]ecr/,
    suspects: (_, [host]): Suspects => (hasWrongAccount(host) ? { 'REF-06': 0.9 } : {}),
  },
  {
    pattern:
      /InvalidImageName|couldn't parse image (?:reference|name)|invalid reference format|invalid image name|invalid reference: |repository name must be lowercase|invalid registry "|is not a valid repository\/tag|hostname required|(?:repository|tag) can only contain|could not parse reference|invalid (?:repository|tag) (?:name|format)|unsupported digest algorithm|invalid checksum digest (?:length|format)|must be lower ?case|unable to parse (?:the )?image/i,
    suspects: ({ text }) =>
      placeholder.test(text)
        ? { 'REF-14': 0.85, 'REF-01': 0.12 }
        : { 'REF-01': 0.85, 'REF-14': 0.1 },
  },
  symptom(/ErrImageNeverPull|not present with pull policy of Never/i, {
    'POD-01': 0.9,
    'POD-10': 0.06,
  }),
  symptom(
    /FailedToRetrieveImagePullSecret|Unable to retrieve some image pull secrets|secrets? "[^"]+" not found/i,
    { 'POD-02': 0.8, 'POD-05': 0.1 },
  ),
  symptom(
    /dockerconfigjson[^\n]*(?:invalid|malformed|unexpected|illegal)|illegal base64|invalid character[^\n]*dockerconfig/i,
    { 'POD-05': 0.85 },
  ),
  symptom(
    /credentials[^\n]*(?:not verified|could not be verified|verification)|imagePullCredentialsVerification/i,
    { 'POD-10': 0.8 },
  ),
  symptom(/image volume|ImageVolume|FailedMount[^\n]*image/i, { 'POD-09': 0.75 }),
  // Besides what went wrong: what was mended since waits for the next try.
  {
    pattern: /Back-off pulling image/,
    suspects: ({ text }): Suspects =>
      /Failed to pull image/.test(text) ? { 'NODE-10': 0.011 } : {},
  },
  {
    pattern: /AlwaysPullImages|imagePullPolicy: ?Always/,
    suspects: ({ text }): Suspects =>
      /\b429\b|toomanyrequests|Rate exceeded/i.test(text) ? { 'ADM-06': 0.3 } : {},
  },
  { pattern: /Init:(?:ImagePullBackOff|ErrImagePull)/, suspects: () => ({ 'POD-07': 0.3 }) },
  {
    pattern:
      /admission webhook[^\n]*denied the request|policy check-images|failed to verify image|image verification failed|image attestors verification failed/i,
    suspects: (reading) => refusedAtTheDoor(reading),
  },
  symptom(
    /webhook[^\n]*(?:deadline exceeded|timeout|timed out|refused|no endpoints)|deadline exceeded[^\n]*webhook|failed (?:calling|to call) webhook/i,
    { 'ADM-05': 0.88 },
  ),
  symptom(
    /FreeDiskSpaceFailed|ImageGCFailed|\bDiskPressure\b|low on resource: (?:imagefs|nodefs|ephemeral)/i,
    { 'NODE-11': 0.55, 'RT-01': 0.35 },
  ),
  symptom(
    /no matching signatures|no signatures found|signature[^\n]*not found|SignatureValidationFailed|Source image rejected|A signature was required|(?:validating|verifying|verification of|invalid|untrusted) (?:the )?(?:image )?signature|signature (?:verification|validation) failed/i,
    { 'ADM-03': 0.6 },
  ),
  {
    pattern: /NotReady|node is not ready|Kubelet stopped posting node status/i,
    suspects: ({ text }) =>
      /aws-node|kube-proxy|amazon-k8s-cni/.test(text)
        ? { 'PAUSE-05': 0.35, 'IAM-07': 0.25, 'NODE-01': 0.2 }
        : { 'NODE-01': 0.7 },
  },
  symptom(/ACTIONS_ID_TOKEN_REQUEST_URL|Could not load credentials from any providers/i, {
    'CI-01': 0.88,
  }),
  symptom(/No OpenIDConnect provider found/i, { 'CI-04': 0.88, 'CRED-04': 0.08 }),
  symptom(/Incorrect token audience|audience[^\n]*(?:invalid|mismatch|incorrect)/i, {
    'CI-03': 0.75,
    'CRED-04': 0.1,
  }),
];

function refusedAtTheDoor({ text }: Reading): Suspects {
  const verifies = /verif|signature|signer|cosign|notation|notary|attest|ratify/i.test(text);
  if (!verifies) return { 'ADM-01': 0.85 };
  if (/context canceled|deadline exceeded|time(?:d)? ?out/i.test(text)) {
    return { 'ADM-05': 0.5, 'ADM-02': 0.25, 'ADM-03': 0.1 };
  }
  const unread =
    /\b40[13]\b|unauthori[sz]ed|DENIED|no basic auth|IMDS|authentication required/i.test(text);
  if (unread) return { 'ADM-02': 0.65, 'ADM-03': 0.15, 'ADM-07': 0.1 };
  return { 'ADM-03': 0.65, 'ADM-02': 0.2, 'ADM-05': 0.05 };
}
