import { accountOf } from '../../names/arn.ts';
import type { Caller } from '../identity/caller.ts';
import { resourceType } from './resource-type.ts';
import type { Trail, TrailRecord } from './trail.ts';

/** Whether an operation changes nothing, by its name. */
export function isReadOnly({ eventName, serviceEventDetails }: TrailRecord): boolean {
  // AWS's samples have this value, even for a run that deleted images.
  if (serviceEventDetails !== undefined) return true;
  return /^(Get|Describe|List|Lookup|Simulate|Validate|BatchGet|BatchCheck)/.test(eventName);
}

/** The name under which LookupEvents finds the caller: of the user, or of the role's session. */
export function userNameOf({ caller }: TrailRecord): string | undefined {
  if (caller === undefined) return undefined;
  if (caller.kind === 'root') return 'root';
  return caller.session?.sessionName ?? caller.name;
}

/** A record as CloudTrail writes it (CloudTrail User Guide, "CloudTrail record contents"). */
export function cloudTrailEvent(
  trail: Trail,
  record: TrailRecord,
  recipientAccountId: string,
): object {
  const { error, serviceEventDetails } = record;
  const { resources, parameters } = record.about();
  return {
    eventVersion: '1.11',
    userIdentity:
      serviceEventDetails === undefined
        ? identityOf(record.caller)
        : { accountId: recipientAccountId, invokedBy: 'AWS Internal' },
    eventTime: timeOf(record.at),
    eventSource: record.eventSource,
    eventName: record.eventName,
    awsRegion: record.region,
    sourceIPAddress: record.sourceIp,
    userAgent: record.userAgent,
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
    requestParameters: parameters ?? null,
    responseElements: null,
    ...(serviceEventDetails === undefined ? { requestID: trail.requestId(record) } : {}),
    eventID: trail.eventId(record),
    readOnly: isReadOnly(record),
    ...(resources.length === 0
      ? {}
      : {
          resources: resources.map((ARN) => ({
            accountId: accountOf(ARN) ?? '',
            ARN,
            type: resourceType(ARN),
          })),
        }),
    eventType: serviceEventDetails === undefined ? 'AwsApiCall' : 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId,
    ...(serviceEventDetails === undefined ? {} : { serviceEventDetails }),
    eventCategory: 'Management',
  };
}

function identityOf(caller: Caller | undefined): object {
  if (caller === undefined) return { type: 'WebIdentityUser' };
  const types = { root: 'Root', user: 'IAMUser', role: 'AssumedRole', federated: 'FederatedUser' };
  const { kind, accountId, arn, userId, name, accessKeyId, session } = caller;
  return {
    type: types[kind],
    principalId: userId,
    arn,
    accountId,
    accessKeyId,
    ...(kind === 'user' && name !== undefined ? { userName: name } : {}),
    ...(session === undefined
      ? {}
      : {
          sessionContext: {
            ...(kind === 'role'
              ? {
                  sessionIssuer: {
                    type: 'Role',
                    principalId: caller.principalId,
                    arn: `arn:aws:iam::${accountId}:role/${name}`,
                    accountId,
                    userName: name,
                  },
                }
              : {}),
            attributes: { creationDate: timeOf(session.issuedAt), mfaAuthenticated: 'false' },
          },
        }),
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
