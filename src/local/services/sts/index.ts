import { accountOfKeyId } from '../../access-key-ids.ts';
import { type Operation, operation, type Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { invalidStsInput } from '../iam/errors.ts';
import { assumeRole } from './assume-role.ts';
import { decodeAuthorizationMessage } from './authorization-message.ts';
import type { Outputs } from './outputs.generated.ts';
import { getFederationToken, getSessionToken } from './session-token.ts';
import { assumeRoleWithWebIdentity } from './web-identity.ts';

/** Needs no permission, not even under an explicit Deny: it returns who the caller is, not what they may do. */
const getCallerIdentity: Operation = operation<object, Outputs['GetCallerIdentity']>({
  permissions: () => [],
  run: (_input, { caller }) => ({
    UserId: caller.userId,
    Account: caller.accountId,
    Arn: caller.arn,
  }),
});

/** The account of a key, even of one that was deleted or never existed: the id contains it. */
const getAccessKeyInfo: Operation = operation<{ AccessKeyId: string }, Outputs['GetAccessKeyInfo']>(
  {
    permissions: (_input, { caller }) => [
      { action: 'sts:GetAccessKeyInfo', resource: '*', accountId: caller.accountId },
    ],
    run({ AccessKeyId }, { core }) {
      const { accessKeys, sessions } = core.state;
      const kept = accessKeys.get(AccessKeyId) ?? sessions.get(AccessKeyId);
      const Account = kept?.accountId ?? accountOfKeyId(AccessKeyId);
      if (Account === undefined) {
        throw new AwsError('ValidationError', `Invalid access key ID: ${AccessKeyId}`);
      }
      return { Account };
    },
  },
);

/** STS, 2011-06-15. */
export const sts: Service = {
  signingName: 'sts',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    GetCallerIdentity: getCallerIdentity,
    GetAccessKeyInfo: getAccessKeyInfo,
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    DecodeAuthorizationMessage: decodeAuthorizationMessage,
    GetSessionToken: getSessionToken,
    GetFederationToken: getFederationToken,
  },
  invalid: invalidStsInput,
  denied: (message) => new AwsError('AccessDenied', message, 403),
};
