import type { Call } from '../../core/call.ts';
import { type Denial, type Operation, operation, type Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import type { InstanceRecord } from '../../state.ts';
import { nameKey } from '../../state.ts';
import { encodedMessage } from '../sts/authorization-message.ts';
import type { Outputs } from './outputs.generated.ts';

interface DescribeInstances {
  readonly InstanceIds?: readonly string[];
  readonly Filters?: readonly { readonly Name?: string; readonly Values?: readonly string[] }[];
}

function render({ core }: Call, instance: InstanceRecord) {
  const name = instance.instanceProfile?.slice(instance.instanceProfile.lastIndexOf('/') + 1);
  const profile =
    name === undefined
      ? undefined
      : core.state.instanceProfiles.get(nameKey(instance.accountId, name));
  return {
    ReservationId: `r-${instance.instanceId.slice(2)}`,
    OwnerId: instance.accountId,
    Instances: [
      {
        InstanceId: instance.instanceId,
        State: { Code: 16, Name: 'running' },
        PrivateDnsName: instance.nodeName,
        PrivateIpAddress: instance.privateIp,
        InstanceType: instance.architecture === 'arm64' ? 'm7g.large' : 'm7i.large',
        Architecture: instance.architecture,
        LaunchTime: new Date(instance.launchedAt),
        Placement: { AvailabilityZone: `${instance.region}a`, Tenancy: 'default' },
        MetadataOptions: {
          State: 'applied',
          HttpTokens: 'required',
          HttpPutResponseHopLimit: 1,
          HttpEndpoint: 'enabled',
        },
        ...(instance.instanceProfile === undefined
          ? {}
          : { IamInstanceProfile: { Arn: instance.instanceProfile, Id: profile?.id ?? '' } }),
      },
    ],
  };
}

const describeInstances: Operation = operation<DescribeInstances, Outputs['DescribeInstances']>({
  permissions: (_input, { caller }) => [
    { action: 'ec2:DescribeInstances', resource: '*', accountId: caller.accountId },
  ],
  run({ InstanceIds, Filters = [] }, call) {
    const own = call.core.state.instances
      .list()
      .map(({ document }) => document)
      .filter(
        ({ accountId, region }) => accountId === call.caller.accountId && region === call.region,
      );
    const missing = InstanceIds?.filter((id) => !own.some(({ instanceId }) => instanceId === id));
    if (missing !== undefined && missing.length > 0) {
      throw new AwsError(
        'InvalidInstanceID.NotFound',
        `The instance ID '${missing.join(', ')}' does not exist`,
      );
    }
    const wanted = own
      .filter(({ instanceId }) => InstanceIds?.includes(instanceId) ?? true)
      .filter((instance) => Filters.every((filter) => matches(instance, filter)));
    return { Reservations: wanted.map((instance) => render(call, instance)), NextToken: undefined };
  },
});

interface AssociateProfile {
  readonly InstanceId: string;
  readonly IamInstanceProfile: { readonly Arn?: string; readonly Name?: string };
}

const associateIamInstanceProfile: Operation = operation<
  AssociateProfile,
  Outputs['AssociateIamInstanceProfile']
>({
  permissions: ({ InstanceId }, { caller, region }) => [
    {
      action: 'ec2:AssociateIamInstanceProfile',
      resource: `arn:aws:ec2:${region}:${caller.accountId}:instance/${InstanceId}`,
      accountId: caller.accountId,
    },
  ],
  run({ InstanceId, IamInstanceProfile }, { core, caller, now }) {
    const { instances, instanceProfiles } = core.state;
    const instance = instances.get(InstanceId);
    if (instance === undefined || instance.accountId !== caller.accountId) {
      throw new AwsError(
        'InvalidInstanceID.NotFound',
        `The instance ID '${InstanceId}' does not exist`,
      );
    }
    if (instance.instanceProfile !== undefined) {
      throw new AwsError(
        'IncorrectState',
        `There is an existing association for instance ${InstanceId}`,
      );
    }
    const { Arn, Name = Arn?.slice(Arn.lastIndexOf('/') + 1) ?? '' } = IamInstanceProfile;
    const profile = instanceProfiles.get(nameKey(caller.accountId, Name));
    if (profile === undefined || (Arn !== undefined && profile.arn !== Arn)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${Arn ?? Name}) for parameter iamInstanceProfile is invalid. Invalid IAM Instance Profile`,
      );
    }
    instances.put(InstanceId, { ...instance, instanceProfile: profile.arn });
    return {
      IamInstanceProfileAssociation: {
        AssociationId: `iip-assoc-${InstanceId.slice(2)}`,
        InstanceId,
        IamInstanceProfile: { Arn: profile.arn, Id: profile.id },
        State: 'associating',
        Timestamp: new Date(now),
      },
    };
  },
});

function matches(
  instance: InstanceRecord,
  { Name = '', Values = [] }: { Name?: string; Values?: readonly string[] },
): boolean {
  const fields: Record<string, string> = {
    'instance-id': instance.instanceId,
    'private-dns-name': instance.nodeName,
    'private-ip-address': instance.privateIp,
    'instance-state-name': 'running',
    'iam-instance-profile.arn': instance.instanceProfile ?? '',
  };
  const field = fields[Name];
  if (field === undefined) {
    throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
  }
  return Values.includes(field);
}

/** Of operations that change something, EC2 encodes the details of a denial (EC2 API reference, error codes). */
function encodedPart(denial: Denial | undefined): string {
  if (denial === undefined || denial.permission.action.startsWith('ec2:Describe')) return '';
  return ` Encoded authorization failure message: ${encodedMessage(denial)}`;
}

/** EC2, 2016-11-15: as much of it as tells which machine carries which instance profile. */
export const ec2: Service = {
  signingName: 'ec2',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    DescribeInstances: describeInstances,
    AssociateIamInstanceProfile: associateIamInstanceProfile,
  },
  invalid: (found) =>
    new AwsError(
      'InvalidParameterValue',
      found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; '),
    ),
  denied: (message, denial) =>
    new AwsError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${message}${encodedPart(denial)}`,
      403,
    ),
};
