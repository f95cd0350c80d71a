import { formatArn, parseArn } from '../../names/arn.ts';
import type { RoleFacts } from '../world.ts';
import type { Assumer } from './puller-trust.ts';

/** Audience of the tokens that STS takes for IRSA. */
export const audience = 'sts.amazonaws.com';

/** ARN of the identity provider for an issuer. */
export function providerOf(accountId: string, issuer: string, partition = 'aws'): string {
  const resource = `oidc-provider/${issuer}`;
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}

/** @param who the service account in words, such as `service account flux-system/image-reflector`. */
export function webIdentity(
  { arn }: Pick<RoleFacts, 'arn'>,
  issuer: string,
  who: string,
  wanted = audience,
): Assumer {
  const { partition, accountId = '' } = parseArn(arn) ?? {};
  const provider = providerOf(accountId, issuer, partition);
  const subject = `system:serviceaccount:${who.slice(who.lastIndexOf(' ') + 1).replace('/', ':')}`;
  const claims = { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: wanted };
  return {
    name: who,
    principal: { type: 'Federated', value: provider },
    actions: ['sts:AssumeRoleWithWebIdentity'],
    context: claims,
    statement: {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: claims },
    },
  };
}
