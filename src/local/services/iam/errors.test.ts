// IAM's errors for refused requests, as public test suites recorded them from AWS in February 2026.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as aws from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const trust = (statement: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
        ...statement,
      },
    ],
  });
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' },
});
const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
const one = (path: string, constraint: string) =>
  `1 validation error detected: Value at '${path}' failed to satisfy constraint: ${constraint}`;
const tagPattern =
  'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+';
const tagKeys = one(
  'tagKeys',
  `Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, ${tagPattern}, Member must not be null]`,
);
const atMost = (length: number) => `Member must have length less than or equal to ${length}`;
const RoleName = 'role';
type Case = readonly [
  what: string,
  send: (iam: aws.IAMClient) => Promise<unknown>,
  code: string,
  message: string,
];
const tagRole =
  (Key: string, Value = '') =>
  (iam: aws.IAMClient) =>
    iam.send(new aws.TagRoleCommand({ RoleName, Tags: [{ Key, Value }] }));
const untagRole = (TagKeys: string[]) => (iam: aws.IAMClient) =>
  iam.send(new aws.UntagRoleCommand({ RoleName, TagKeys }));
const setDefault = (PolicyArn: string, VersionId: string) => (iam: aws.IAMClient) =>
  iam.send(new aws.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));

const cases: readonly Case[] = [
  [
    'a tag key that is too long',
    tagRole('a'.repeat(129)),
    'ValidationError',
    one('tags.1.member.key', atMost(128)),
  ],
  [
    'a tag value that is too long',
    tagRole('a', 'b'.repeat(257)),
    'ValidationError',
    one('tags.1.member.value', atMost(256)),
  ],
  [
    'a sign that tags do not have',
    tagRole('a!'),
    'ValidationError',
    one('tags.1.member.key', tagPattern),
  ],
  [
    'more than fifty keys',
    untagRole(tags(51).map(({ Key }) => Key)),
    'ValidationError',
    one('tagKeys', atMost(50)),
  ],
  [
    'a key in a list that is too long',
    untagRole(['a'.repeat(129), 'b'.repeat(129)]),
    'ValidationError',
    tagKeys,
  ],
  [
    'a version of a wrong form',
    setDefault(policyArn('policy'), 'latest'),
    'ValidationError',
    one(
      'versionId',
      'Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?',
    ),
  ],
  [
    'several members at once, in the order of their names',
    (iam) =>
      iam.send(
        new aws.CreateOpenIDConnectProviderCommand({
          Url: `https://${'u'.repeat(256)}`,
          ClientIDList: ['c'.repeat(256)],
          ThumbprintList: ['t'.repeat(41)],
        }),
      ),
    'ValidationError',
    `3 validation errors detected: Value at 'clientIDList' failed to satisfy constraint: Member must satisfy constraint: [${atMost(255)}, Member must have length greater than or equal to 1]; Value at 'thumbprintList' failed to satisfy constraint: Member must satisfy constraint: [${atMost(40)}, Member must have length greater than or equal to 40]; Value at 'url' failed to satisfy constraint: ${atMost(255)}`,
  ],
  [
    'a status that is none',
    (iam) =>
      iam.send(
        new aws.UpdateAccessKeyCommand({
          UserName: 'user',
          AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          Status: 'On' as 'Active',
        }),
      ),
    'ValidationError',
    one('status', 'Member must satisfy enum value set'),
  ],
  [
    'a name of a wrong form',
    (iam) => iam.send(new aws.CreateUserCommand({ UserName: 'a b' })),
    'ValidationError',
    'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
  ],
  [
    'a path of a wrong form',
    (iam) => iam.send(new aws.CreateUserCommand({ UserName: 'new', Path: 'team/' })),
    'ValidationError',
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  ],
  [
    'a marker that no answer had',
    (iam) => iam.send(new aws.ListRolesCommand({ Marker: 'made-up' })),
    'ValidationError',
    'Invalid Marker.',
  ],
];

describe('IAM refuses', () => {
  let local: LocalEcr;
  let iam: aws.IAMClient;
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    iam = new aws.IAMClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
    await iam.send(new aws.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust() }));
    await iam.send(new aws.CreatePolicyCommand({ PolicyName: 'policy', PolicyDocument: document }));
    await iam.send(new aws.CreateUserCommand({ UserName: 'user' }));
    await iam.send(new aws.CreateInstanceProfileCommand({ InstanceProfileName: 'profile' }));
  });
  after(() => local.close());

  for (const [what, send, name, message] of cases) {
    it(what, async () => {
      await assert.rejects(send(iam), (error: Error) => {
        // The SDK names some errors by their shapes.
        assert.equal(error.name.replace(/Exception$/, ''), name);
        assert.equal(error.message, message);
        return true;
      });
    });
  }

  it('a fifty-first tag of a provider', async () => {
    const { OpenIDConnectProviderArn } = await iam.send(
      new aws.CreateOpenIDConnectProviderCommand({ Url: 'https://tagged.example', Tags: tags(50) }),
    );
    const more = { OpenIDConnectProviderArn, Tags: [{ Key: 'more', Value: '' }] };
    await assert.rejects(iam.send(new aws.TagOpenIDConnectProviderCommand(more)), {
      name: 'LimitExceededException',
      message: 'The number of tags has reached the maximum limit.',
    });
  });

  it('the hundred and first client of a provider', async () => {
    const ClientIDList = Array.from({ length: 100 }, (_, index) => `client-${index}`);
    const { OpenIDConnectProviderArn } = await iam.send(
      new aws.CreateOpenIDConnectProviderCommand({ Url: 'https://clients.example', ClientIDList }),
    );
    const more = { OpenIDConnectProviderArn, ClientID: 'one-more' };
    await assert.rejects(iam.send(new aws.AddClientIDToOpenIDConnectProviderCommand(more)), {
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
    });
  });
});
