import { type Symptom, seldom, symptom } from '../symptom.ts';

/** Errors of ECR's API and of STS by their codes. Source: Amazon ECR API Reference and AWS STS API Reference, "Errors". */
export const ecrErrors: readonly Symptom[] = [
  symptom(/registryIds?\b[^\n]{0,80}failed to satisfy constraint/i, { 'REF-06': 0.8 }),
  symptom(/(?:imageTag|repositoryName|imageIds)\b[^\n]{0,120}failed to satisfy constraint/i, {
    'REF-01': 0.75,
  }),
  symptom(/ReferencedImagesNotFoundException|ImageDigestDoesNotMatchException/, {
    'CI-10': 0.6,
    'LAYER-06': 0.15,
  }),
  symptom(/RepositoryPolicyNotFoundException/, { 'RPOL-01': 0.7 }),
  symptom(/['"]?Principal not found|MalformedPolicyDocument[^\n]{0,80}[Ii]nvalid principal/, {
    'RPOL-09': 0.75,
    'ROLE-02': 0.1,
  }),
  symptom(
    /Invalid(?:Layer|LayerPart)Exception|LayerPartTooSmallException|UploadNotFoundException/,
    {
      'CI-12': 0.45,
      'CI-10': 0.25,
    },
  ),
  symptom(/InvalidIdentityToken|Couldn't retrieve verification key|IDPCommunicationError/i, {
    'CI-04': 0.4,
    'CRED-04': 0.35,
    'CI-03': 0.12,
  }),
  symptom(
    /Did you mean to set the `?id-token`? permission|Credentials could not be loaded, please check your action inputs|Unable to get (?:OIDC|ACTIONS_ID) token/i,
    { 'CI-01': 0.85 },
  ),
  symptom(/Request ARN is invalid|PackedPolicyTooLarge|requested DurationSeconds exceeds/i, {
    'CI-02': 0.7,
    ...seldom('CI-03'),
  }),
];
