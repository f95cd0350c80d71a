import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, symptom } from '../symptom.ts';
import { commandFix } from './logins.ts';

/** What clients say that find no identity of AWS to work with, from instance metadata or elsewhere. */
export const identity: readonly Symptom[] = [
  {
    pattern:
      /SSO (?:Token|session)\b[^\n]{0,200}(?:not exist|expired|invalid|fail)|Error loading SSO Token|config profile \([^)\n]{1,100}\) could not be found|Partial credentials found|Token has expired and refresh failed|Unable to parse config file|profile [^\n]{1,100} (?:not found|does not exist)|failed to get shared config profile|aws: (?:command )?not found|unknown shorthand flag: 'e' in -e|flag provided but not defined: -e\b|Invalid choice[^\n]{0,80}get-login/i,
    suspects: () => ({ 'CI-11': { likelihood: 0.6, fix: commandFix }, 'ROLE-08': 0.25 }),
  },
  {
    pattern:
      /\bRegion is missing|You must specify a region|Missing region in config|could not find region configuration|MissingRegion|Invalid endpoint: https:\/\/[\w.-]*\.\.amazonaws/i,
    suspects: () => ({ 'CI-11': { likelihood: 0.55, fix: regionFix }, 'CRED-01': 0.1 }),
  },
  {
    pattern:
      /no EC2 IMDS role found|no valid providers in chain|NoCredentialProviders|EC2MetadataError|failed to refresh cached credentials|ec2imds: GetMetadata|EC2RoleRequestError|Unable to locate credentials|Missing credentials in config|failed to make EC2Metadata request|(?:error|fail|unable|could not|cannot)[^\n]{0,80}(?:instance|EC2) metadata service|Unable to load (?:AWS )?credentials from|Unable to get IAM security credentials|CredentialsProviderError|no valid credential sources/i,
    suspects: (reading) => withoutIdentity(reading),
  },
  symptom(/169\.254\.169\.254[^\n]*(?:timeout|timed out|deadline|refused|no route)/i, {
    'ROLE-06': 0.4,
    'ADM-07': 0.25,
    'ROLE-05': 0.2,
  }),
];

const regionFix =
  'Name the Region of the registry: set AWS_REGION, give --region, or run the step that configures credentials before the login.';

/** Said of instance metadata that did not answer, rather than that had no role to tell of. */
const metadataSilent =
  /(?:IMDS|169\.254\.169\.254|EC2Metadata|(?:instance|EC2) metadata service)[^\n]*(?:cancel|time[d-]? ?out|timeout|deadline|exceeded maximum)|(?:received from|contact|connect to|reach|retrieve[^\n]{0,40} from)[^\n]{0,20}(?:instance|EC2) metadata service/i;

function withoutIdentity({ isInCluster, isHelper, text, told }: Reading): Suspects {
  if (told.speakers.includes('GitHub Actions')) return { 'CI-01': 0.6, 'CI-11': 0.2 };
  // The AWS command line's own advice: it is the credentials of whoever typed it that are missing.
  if (/by running ["\u201c]?aws configure/i.test(text) && !isInCluster && !isHelper) {
    return { 'CI-11': { likelihood: 0.55, fix: commandFix }, 'ROLE-01': 0.2, 'ROLE-05': 0.08 };
  }
  const isHybrid = /hybrid|mi-[0-9a-f]{8,}|rolesanywhere/i.test(text);
  if (isHybrid) return { 'NODE-07': 0.75, 'ROLE-06': 0.08 };
  if (isInCluster) return { 'ADM-07': 0.6, 'ROLE-06': 0.15, 'ROLE-01': 0.1, 'ROLE-05': 0.1 };
  // A role that is not there is told at once, with 404: silence means that the metadata are not reached.
  if (metadataSilent.test(text)) return { 'ROLE-06': 0.5, 'ADM-07': 0.28, 'ROLE-05': 0.12 };
  if (/IMDS[^\n]*404/i.test(text)) return { 'ROLE-01': 0.65, 'ROLE-02': 0.2, 'ROLE-04': 0.05 };
  if (isHelper) return { 'ROLE-06': 0.35, 'ADM-07': 0.25, 'ROLE-01': 0.2, 'ROLE-05': 0.1 };
  return { 'ROLE-01': 0.38, 'ROLE-05': 0.2, 'ROLE-06': 0.18, 'ADM-07': 0.1, 'ROLE-02': 0.08 };
}
