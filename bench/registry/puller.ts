import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

const account = '444455556666';
const region = 'us-east-1';

/**
 * Makes the repository, and a role of another account that may push to it and pull from it: by its own policy and by
 * the repository's, both with conditions.
 * @returns the role's registry token, ready for Basic authentication.
 */
export async function puller(endpoint: string, repositoryName: string): Promise<string> {
  const as = (accessKeyId: string) => ({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });
  const owner = new ECRClient(as('test'));
  const iam = new IAMClient(as(account));
  const role = `arn:aws:iam::${account}:role/node`;
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'node',
      AssumeRolePolicyDocument: policy({
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'node',
      PolicyName: 'registry',
      PolicyDocument: policy({
        Action: 'ecr:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': region } },
      }),
    }),
  );
  await owner.send(new CreateRepositoryCommand({ repositoryName }));
  await owner.send(
    new SetRepositoryPolicyCommand({
      repositoryName,
      policyText: policy({
        Principal: { AWS: role },
        Action: ['ecr:Batch*', 'ecr:Get*', 'ecr:Put*', 'ecr:*Layer*'],
        Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/node' } },
      }),
    }),
  );
  const { Credentials: session } = await new STSClient(as(account)).send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'i-0123456789abcdef0' }),
  );
  const credentials = {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
  const node = new ECRClient({ endpoint, region, credentials });
  const { authorizationData } = await node.send(new GetAuthorizationTokenCommand({}));
  return authorizationData?.[0]?.authorizationToken ?? '';
}

function policy(statement: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });
}
