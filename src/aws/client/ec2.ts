import { callService, xmlText } from './call.ts';
import type { Credentials } from './credentials/source.ts';
import { endpointOf } from './endpoint.ts';
import type { Environment } from './proxy.ts';

/** What EC2 tells of an instance, as far as anybody here asks. */
export interface InstanceDescription {
  readonly ownerId: string;
  /** ARN of its instance profile; undefined when it has none. */
  readonly instanceProfileArn: string | undefined;
}

/**
 * Describes an instance (EC2 API Reference, DescribeInstances). EC2's own client has 28 MB, for this one call.
 * @returns undefined when the answer has no such instance.
 * @throws CallError with EC2's code, such as `InvalidInstanceID.NotFound`
 */
export async function describeInstance(
  instanceId: string,
  region: string,
  credentials: Credentials,
  environment: Environment,
): Promise<InstanceDescription | undefined> {
  const { body } = await callService({
    service: 'ec2',
    region,
    endpoint: endpointOf('ec2', region, { fips: false, dualStack: false }, environment),
    contentType: 'application/x-www-form-urlencoded; charset=utf-8',
    body: new URLSearchParams({
      Action: 'DescribeInstances',
      Version: '2016-11-15',
      'InstanceId.1': instanceId,
    }).toString(),
    environment,
    signal: AbortSignal.timeout(30_000),
    credentials,
  });
  // The reservation's owner stands before those of network interfaces.
  const ownerId = xmlText(body, 'ownerId');
  if (ownerId === undefined || xmlText(body, 'instanceId') !== instanceId) return undefined;
  const profile = /<iamInstanceProfile>([\s\S]*?)<\/iamInstanceProfile>/.exec(body)?.[1] ?? '';
  return { ownerId, instanceProfileArn: xmlText(profile, 'arn') };
}
