import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { evaluateTrust } from '../../../iam/index.ts';
import type { Call, Store } from '../../core/call.ts';
import { operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { RoleRecord, Tags } from '../../state.ts';
import { nameKey } from '../../state.ts';
import { tagsOf } from '../iam/naming.ts';
import { packedSize, sessionPolicies } from './session-policies.ts';
import { type SessionTags, sessionTags } from './session-tags.ts';
import { issueSession, roleSessionOwner } from './sessions.ts';

/** A session that was itself made from a role session lasts an hour at most. Source: STS reference. */
const chainedLimit = 3600;

/** `AssumeRole`. The role's trust policy decides, together with the caller's own policies. */
export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  permissions: () => [],
  run(input, call) {
    const { core, caller } = call;
    const arn = input.RoleArn ?? '';
    if (!isArn(arn)) throw new AwsError('ValidationError', `${arn} is invalid`);
    const role = roleByArn(core, arn);
    const tags = sessionTags(input, call);
    const sourceIdentity = caller.session?.sourceIdentity ?? input.SourceIdentity;
    const requested = requestContext(
      { ...input, SourceIdentity: sourceIdentity },
      tagsOf(input.Tags),
    );
    for (const action of actionsOf(tags, sourceIdentity))
      requireTrust(call, arn, role, action, requested);
    if (role === undefined) throw notAuthorized(call, arn);
    if (input.SourceIdentity !== undefined && input.SourceIdentity !== sourceIdentity) {
      throw notAuthorized(call, arn, 'sts:SetSourceIdentity');
    }
    const seconds = input.DurationSeconds ?? 3600;
    checkDuration(seconds, role, caller.kind === 'role');
    const policies = sessionPolicies(call, input);
    const { session, credentials } = issueSession(
      core,
      {
        ...roleSessionOwner(role, input.RoleSessionName ?? ''),
        ...(policies === undefined ? {} : { policies }),
        ...tags,
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      },
      seconds,
    );
    return {
      Credentials: credentials,
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      ...packedSize(policies ?? [], tagsOf(input.Tags)),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    };
  },
});

/**
 * Tags and a source identity need their own permissions, even if the session inherits them. Source: IAM User
 * Guide, "Passing session tags in AWS STS" and "Monitor and control actions taken with assumed roles".
 */
function actionsOf({ tags }: SessionTags, sourceIdentity: string | undefined): string[] {
  return [
    'sts:AssumeRole',
    ...(Object.keys(tags).length === 0 ? [] : ['sts:TagSession']),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}

function requireTrust(
  call: Call,
  arn: string,
  role: RoleRecord | undefined,
  action: string,
  requested: Readonly<Record<string, string | readonly string[]>>,
): void {
  const { core, caller, context } = call;
  if (role === undefined) throw notAuthorized(call, arn, action);
  if (core.settings.iam === 'off') return;
  const decision = evaluateTrust(
    {
      principal: { type: 'AWS', value: caller.arn },
      action,
      roleArn: role.arn,
      context: { ...context, ...core.authorizer.contextOf(caller), ...requested },
    },
    core.authorizer.compile(role.trust, 'trust'),
    core.authorizer.policiesOf(caller),
  );
  if (decision.decision !== 'allowed') {
    throw new AwsError(
      'AccessDenied',
      decision.message ?? notAuthorized(call, arn, action).message,
      403,
    );
  }
}

function notAuthorized({ caller }: Call, arn: string, action = 'sts:AssumeRole'): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn}`,
    403,
  );
}

/** @throws AwsError `ValidationError` when the session would be longer than the role allows. */
export function checkDuration(seconds: number, role: RoleRecord, chained = false): void {
  if (chained && seconds > chainedLimit) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

/** Whether a text has the parts of an ARN; the kind of ARN is checked later. */
export function isArn(text: string): boolean {
  const [arn, partition, service, , , ...resource] = text.split(':');
  return arn === 'arn' && !!partition && !!service && resource.join(':') !== '';
}

/** Finds a role by its ARN, path included. */
export function roleByArn(core: Store, arn: string): RoleRecord | undefined {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (match === null) return undefined;
  const role = core.state.roles.get(nameKey(match[1] ?? '', match[2] ?? ''));
  return role?.arn === arn ? role : undefined;
}

function requestContext(
  input: AssumeRoleRequest,
  tags: Tags,
): Record<string, string | readonly string[]> {
  return {
    'sts:RoleSessionName': input.RoleSessionName ?? '',
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    ...(input.SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': input.SourceIdentity }),
    ...(Object.keys(tags).length === 0 ? {} : { 'aws:TagKeys': Object.keys(tags) }),
    ...(input.TransitiveTagKeys === undefined
      ? {}
      : { 'sts:TransitiveTagKeys': input.TransitiveTagKeys }),
    ...Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
    ),
  };
}
