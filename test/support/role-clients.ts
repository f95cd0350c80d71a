// Clients of ECR that are a role of an account.
import { ECRClient } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';

export const account = '444455556666';
export const region = 'us-east-1';
export const document = (...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

/** The root's clients, by which roles are made and assumed. */
export interface RootClients {
  readonly endpoint: string;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/** A client that is a new role with one statement of policy. */
export async function as(
  root: RootClients,
  RoleName: string,
  statement: object,
): Promise<ECRClient> {
  await root.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { AWS: account },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await root.iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'policy',
      PolicyDocument: document(statement),
    }),
  );
  return assume(root, RoleName);
}

export async function assume(
  { endpoint, sts }: RootClients,
  RoleName: string,
  more: { Policy?: string } = {},
): Promise<ECRClient> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${RoleName}`,
      RoleSessionName: 'test',
      ...more,
    }),
  );
  return new ECRClient({
    endpoint,
    region,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
}
