// Endpoints, compared with the SDK's rule sets for every partition, and endpoints from the environment.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { endpointOf } from './endpoint.ts';

const regions = [
  'us-east-1',
  'eu-central-2',
  'us-gov-west-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'us-iso-west-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'xx-newly-opened-1',
];

interface Resolving {
  readonly config: unknown;
}

function bySdk(client: Resolving, region: string, fips: boolean, dualStack: boolean): string {
  const { endpointProvider } = client.config as {
    endpointProvider: (parameters: object) => { url: URL };
  };
  const { url } = endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack });
  return url.href;
}

describe('the endpoint of an API', () => {
  const clients = {
    cloudtrail: new CloudTrailClient({ region: 'x' }),
    ec2: new EC2Client({ region: 'x' }),
    ecr: new ECRClient({ region: 'x' }),
    secretsmanager: new SecretsManagerClient({ region: 'x' }),
    monitoring: new CloudWatchClient({ region: 'x' }),
    sts: new STSClient({ region: 'x' }),
  };
  for (const region of regions) {
    it(`is the SDK's in ${region}, FIPS and dual-stack or not`, () => {
      for (const service of ['cloudtrail', 'ec2', 'ecr', 'secretsmanager', 'sts'] as const) {
        for (const fips of [false, true]) {
          for (const dualStack of [false, true]) {
            const own = endpointOf(service, region, { fips, dualStack }, {}).href;
            assert.equal(own, bySdk(clients[service], region, fips, dualStack));
          }
        }
      }
    });
  }

  it("is the SDK's for ECR Public, which has only one Region", () => {
    const client = new ECRPUBLICClient({ region: 'us-east-1' });
    for (const dualStack of [false, true]) {
      const own = endpointOf('ecr-public', 'us-east-1', { fips: false, dualStack }, {}).href;
      assert.equal(own, bySdk(client, 'us-east-1', false, dualStack));
    }
  });

  const plain = { fips: false, dualStack: false };
  const all = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_ECR_PUBLIC: 'http://public' };
  const rows: [string, Record<string, string>, 'ecr' | 'ecr-public' | 'sts', string][] = [
    ['AWS_ENDPOINT_URL', all, 'ecr', 'http://all/'],
    ["a service's own variable first", all, 'ecr-public', 'http://public/'],
    [
      'AWS itself where configured endpoints are to be ignored',
      { ...all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      'sts',
      'https://sts.eu-west-1.amazonaws.com/',
    ],
    [
      'FIPS by AWS_USE_FIPS_ENDPOINT',
      { AWS_USE_FIPS_ENDPOINT: 'true' },
      'ecr',
      'https://api.ecr-fips.eu-west-1.amazonaws.com/',
    ],
    [
      'dual-stack by AWS_USE_DUALSTACK_ENDPOINT',
      { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      'ecr',
      'https://ecr.eu-west-1.api.aws/',
    ],
  ];
  for (const [what, environment, service, expected] of rows) {
    it(`is that of ${what}`, () =>
      assert.equal(endpointOf(service, 'eu-west-1', plain, environment).href, expected));
  }
});
