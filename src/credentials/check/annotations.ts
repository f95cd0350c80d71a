import type { CredentialProvider } from '../../kubelet/credential-provider-config.ts';
import { roleAnnotation } from '../config/provider-config.ts';
import type { Finding } from './finding.ts';

/**
 * Whether the plugin receives the annotation that it reads: `eks.amazonaws.com/ecr-role-arn`, and no other. The
 * annotation of IRSA is for the pod's own SDK. A role for all pods can be set in the plugin's environment.
 * (cloud-provider-aws: cmd/ecr-credential-provider)
 */
export function checkAnnotations({ name, tokenAttributes, env }: CredentialProvider): Finding[] {
  if (tokenAttributes === undefined) return [];
  const { requiredServiceAccountAnnotationKeys: required } = tokenAttributes;
  const keys = [...required, ...tokenAttributes.optionalServiceAccountAnnotationKeys];
  if (keys.includes(roleAnnotation)) return [];
  if (env.some((one) => one.name === 'AWS_ECR_ROLE_ARN' && one.value !== '')) return [];
  const given =
    keys.length === 0
      ? 'tokenAttributes passes the plugin no annotation'
      : `tokenAttributes passes the plugin ${keys.join(', ')}`;
  return [
    {
      code: 'HW0583',
      provider: name,
      message: `${given}, but the plugin reads the role from ${roleAnnotation} only: no pod pulls with a role of its own`,
      fix: `add ${roleAnnotation} to requiredServiceAccountAnnotationKeys or optionalServiceAccountAnnotationKeys`,
    },
  ];
}
