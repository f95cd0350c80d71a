import type { GetFederationTokenRequest, GetSessionTokenRequest } from '@aws-sdk/client-sts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { Outputs } from './outputs.generated.ts';
import { packedSize, sessionPolicies } from './session-policies.ts';
import { sessionTags } from './session-tags.ts';
import { issueSession } from './sessions.ts';

const twelveHours = 43_200;
/** Root's sessions last an hour at most. Source: STS reference, GetSessionToken. */
const rootLimit = 3_600;

function longTermOnly({ caller }: Call, action: string): void {
  if (caller.session !== undefined) {
    throw new AwsError('AccessDenied', `Cannot call ${action} with session credentials`, 403);
  }
}

function duration({ caller }: Call, asked: number | undefined): number {
  const seconds = asked ?? twelveHours;
  return caller.kind === 'root' ? Math.min(seconds, rootLimit) : seconds;
}

/** `GetSessionToken`: the caller's own permissions, for a limited time. Needs no permission. */
export const getSessionToken: Operation = operation<
  GetSessionTokenRequest,
  Outputs['GetSessionToken']
>({
  permissions: () => [],
  run(input, call) {
    const { core, caller } = call;
    longTermOnly(call, 'GetSessionToken');
    const { credentials } = issueSession(
      core,
      {
        kind: caller.kind,
        accountId: caller.accountId,
        arn: caller.arn,
        userId: caller.userId,
        ...(caller.name === undefined ? {} : { principalName: caller.name }),
        ...(caller.principalId === undefined ? {} : { principalId: caller.principalId }),
        tags: {},
        transitiveTagKeys: [],
      },
      duration(call, input.DurationSeconds),
    );
    return { Credentials: credentials };
  },
});

/** `GetFederationToken`: a user's permissions, limited by a session policy and under another name. */
export const getFederationToken: Operation = operation<
  GetFederationTokenRequest,
  Outputs['GetFederationToken']
>({
  permissions: ({ Name }, { caller }) => [
    {
      action: 'sts:GetFederationToken',
      resource: `arn:aws:sts::${caller.accountId}:federated-user/${Name}`,
      accountId: caller.accountId,
    },
  ],
  run(input, call) {
    const { core, caller } = call;
    longTermOnly(call, 'GetFederationToken');
    const policies = sessionPolicies(call, input) ?? [];
    const { tags } = sessionTags(input, call);
    const { session, credentials } = issueSession(
      core,
      {
        kind: 'federated',
        accountId: caller.accountId,
        arn: `arn:aws:sts::${caller.accountId}:federated-user/${input.Name}`,
        userId: `${caller.accountId}:${input.Name}`,
        ...(caller.name === undefined ? {} : { principalName: caller.name }),
        ...(caller.principalId === undefined ? {} : { principalId: caller.principalId }),
        policies,
        tags,
        transitiveTagKeys: [],
      },
      duration(call, input.DurationSeconds),
    );
    return {
      Credentials: credentials,
      FederatedUser: { FederatedUserId: session.userId, Arn: session.arn },
      PackedPolicySize: 0,
      ...packedSize(policies, tags),
    };
  },
});
