// Runs of the credential provider in this process, against an ECR and STS in one.
import { Readable } from 'node:stream';
import {
  type ProviderProcess,
  runCredentialProvider,
} from '../../src/credentials/provider/main.ts';
import { type Answering, roleAnswer, startAnswering, tokenAnswer } from './answering.ts';

export const host = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
export const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test-secret' };

/** What the kubelet writes to the provider, with fields added or changed. */
export const request = (fields: object = {}) =>
  JSON.stringify({
    kind: 'CredentialProviderRequest',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    image: `${host}/app`,
    ...fields,
  });

/** Runs in a home of its own, on a machine without instance metadata. */
export function runIn(home: string, input: string, options: Partial<ProviderProcess> = {}) {
  return runCredentialProvider({
    stdin: Readable.from([Buffer.from(input)]),
    ...options,
    environment: {
      HOME: home,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
      ...options.environment,
    },
  });
}

/** ECR and STS in one; the password counts the tokens. */
export async function withAws<T>(use: (aws: Answering) => Promise<T>): Promise<T> {
  let tokens = 0;
  const aws = await startAnswering(({ headers, body }, response) => {
    if (headers['x-amz-target']) response.end(tokenAnswer(`pass${++tokens}`));
    else response.end(roleAnswer(new URLSearchParams(body).get('RoleArn') ?? ''));
  });
  try {
    return await use(aws);
  } finally {
    await aws.close();
  }
}
