// A new IAM user of the test account who may do what some statements say.
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { account, region } from './local-ecr.ts';

/** @returns the user's access key. */
export async function userWith(
  endpoint: string,
  allow: readonly { readonly Action: string | string[]; readonly Resource: string }[],
  UserName = 'someone',
): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  const iam = new IAMClient({ endpoint, region, credentials });
  await iam.send(new CreateUserCommand({ UserName }));
  const Statement = allow.map((statement) => ({ Effect: 'Allow', ...statement }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'allow', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  iam.destroy();
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
}
