import { callService } from './call.ts';
import type { QueryContext } from './ec2-query.ts';
import { endpointOf } from './endpoint.ts';

/** What is told of a secret without its value. */
export interface SecretDescription {
  readonly name: string;
  /** Left out for the default key of Secrets Manager. */
  readonly kmsKeyId?: string;
  /** Whether it is scheduled for deletion. */
  readonly isDeleted: boolean;
}

/**
 * Describes a secret (Secrets Manager API Reference, DescribeSecret).
 * @throws CallError with AWS's code, such as `ResourceNotFoundException`
 */
export async function describeSecret(
  arn: string,
  { region, credentials, environment }: QueryContext,
): Promise<SecretDescription> {
  const { body } = await callService({
    service: 'secretsmanager',
    region,
    endpoint: endpointOf('secretsmanager', region, { fips: false, dualStack: false }, environment),
    contentType: 'application/x-amz-json-1.1',
    target: 'secretsmanager.DescribeSecret',
    body: JSON.stringify({ SecretId: arn }),
    environment,
    signal: AbortSignal.timeout(30_000),
    credentials,
  });
  const { Name, KmsKeyId, DeletedDate } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return {
    name: String(Name),
    ...(typeof KmsKeyId === 'string' && KmsKeyId !== '' ? { kmsKeyId: KmsKeyId } : {}),
    isDeleted: DeletedDate !== undefined && DeletedDate !== null,
  };
}
