// The AWS SDK for JavaScript, unmodified, against the local AWS.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  paginateDescribeRepositories,
  paginateListImages,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetPolicyVersionCommand,
  IAMClient,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Running, startLocal } from '../../src/local/up.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { testOptions } from '../support/options.ts';

const account = '444455556666';
const region = 'us-east-1';
const document = (...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

let running: Running;
let endpoint = '';
let ecr: ECRClient;
let iam: IAMClient;
let sts: STSClient;

before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  ecr = new ECRClient(options);
  iam = new IAMClient(options);
  sts = new STSClient(options);
});
after(() => running.local.close());

describe('ECR', () => {
  const repositoryName = 'parts/app';

  it('takes a layer in parts and an image through the API, and gives both back', async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const upload = async (content: Buffer): Promise<string> => {
      const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
      // Parts but the last have 5 MiB; small content is one part.
      const half = content.length > 5 << 20 ? 5 << 20 : content.length;
      for (const [first, last] of [
        [0, half - 1],
        [half, content.length - 1],
      ] as const) {
        if (last < first) continue;
        await ecr.send(
          new UploadLayerPartCommand({
            repositoryName,
            uploadId,
            partFirstByte: first,
            partLastByte: last,
            layerPartBlob: content.subarray(first, last + 1),
          }),
        );
      }
      const layerDigest = digestOf(content);
      await ecr.send(
        new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [layerDigest] }),
      );
      return layerDigest;
    };
    const content = Buffer.alloc((5 << 20) + 100, 'the content of a layer');
    const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64' }));
    const [layer, configDigest] = [await upload(content), await upload(config)];
    const { layers } = await ecr.send(
      new BatchCheckLayerAvailabilityCommand({
        repositoryName,
        layerDigests: [layer, digestOf('no')],
      }),
    );
    assert.deepEqual(
      layers?.map(({ layerAvailability }) => layerAvailability),
      ['AVAILABLE', 'UNAVAILABLE'],
    );
    await assert.rejects(
      ecr.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: layer })),
      { name: 'LayerInaccessibleException' },
    );
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: configDigest,
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar',
          digest: layer,
          size: content.length,
        },
      ],
    });
    const { image } = await ecr.send(
      new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' }),
    );
    assert.equal(image?.imageId?.imageDigest, digestOf(imageManifest));
    await assert.rejects(
      ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' })),
      { name: 'ImageAlreadyExistsException' },
    );
    const { downloadUrl } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: layer }),
    );
    assert.equal(await (await fetch(downloadUrl ?? '')).text(), content.toString());
    const { images } = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    assert.equal(images?.[0]?.imageManifest, imageManifest);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    assert.equal(imageDetails?.[0]?.imageSizeInBytes, content.length + config.length);
    assert.ok(imageDetails?.[0]?.lastRecordedPullTime instanceof Date);
  });

  it('takes no tag that cannot be one, and no manifest without a type', async () => {
    const imageManifest = '{"schemaVersion":2,"manifests":[]}';
    for (const imageTag of ['a b', '-x', 'a:b', 'a/b', 'é', '.x']) {
      const put = { repositoryName, imageManifest, imageTag };
      await assert.rejects(ecr.send(new PutImageCommand(put)), {
        name: 'InvalidParameterException',
        message: /^Invalid parameter at 'imageTag'/,
      });
    }
    await assert.rejects(ecr.send(new PutImageCommand({ repositoryName, imageManifest })), {
      name: 'InvalidParameterException',
      message: 'image manifest mediatype not provided in manifest or parameter',
    });
    const imageManifestMediaType = 'application/vnd.oci.image.index.v1+json';
    const typed = { repositoryName, imageManifest, imageManifestMediaType };
    const { image } = await ecr.send(new PutImageCommand(typed));
    assert.equal(image?.imageManifestMediaType, imageManifestMediaType);
    const imageIds = [{ imageDigest: image?.imageId?.imageDigest }];
    await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
    const none = { repositoryName, imageIds: [{ imageTag: 'a b' }] };
    for (const command of [new BatchGetImageCommand(none), new BatchDeleteImageCommand(none)]) {
      const { failures } = await ecr.send(command as BatchGetImageCommand);
      assert.equal(failures?.[0]?.failureCode, 'InvalidImageTag');
    }
  });

  it('never fails a batch for one id that is wrong', async () => {
    const { images, failures } = await ecr.send(
      new BatchGetImageCommand({
        repositoryName,
        imageIds: [{ imageTag: 'v1' }, { imageTag: 'gone' }, {}, { imageDigest: 'sha256:x' }],
      }),
    );
    assert.equal(images?.length, 1);
    assert.deepEqual(
      failures?.map(({ failureCode }) => failureCode),
      ['ImageNotFound', 'MissingDigestAndTag', 'InvalidImageDigest'],
    );
  });

  it('deletes the image with its last tag', async () => {
    const { imageIds } = await ecr.send(
      new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    assert.equal(imageIds?.length, 1);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    assert.deepEqual(imageDetails, []);
  });

  it('pages through repositories and image ids', async () => {
    for (const index of [1, 2, 3, 4, 5]) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName: `page/${index}` }));
    }
    const names: string[] = [];
    for await (const page of paginateDescribeRepositories({ client: ecr, pageSize: 2 }, {})) {
      assert.ok((page.repositories?.length ?? 0) <= 2);
      names.push(...(page.repositories ?? []).map(({ repositoryName: name = '' }) => name));
    }
    assert.deepEqual(
      names.filter((name) => name.startsWith('page/')),
      ['page/1', 'page/2', 'page/3', 'page/4', 'page/5'],
    );
    for await (const page of paginateListImages({ client: ecr, pageSize: 1 }, { repositoryName })) {
      assert.deepEqual(page.imageIds, []);
    }
  });

  it('tags repositories, and tags decide where a policy says so', async () => {
    const resourceArn = `arn:aws:ecr:${region}:${account}:repository/page/1`;
    await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'team', Value: 'a' }] }));
    const { tags } = await ecr.send(new ListTagsForResourceCommand({ resourceArn }));
    assert.deepEqual(tags, [{ Key: 'team', Value: 'a' }]);
    await assert.rejects(
      ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'aws:x', Value: 'y' }] })),
      { name: 'InvalidTagParameterException' },
    );
    const client = await as('tagged', {
      Effect: 'Allow',
      Action: 'ecr:DescribeImages',
      Resource: '*',
      Condition: { StringEquals: { 'ecr:ResourceTag/team': 'a' } },
    });
    await client.send(new DescribeImagesCommand({ repositoryName: 'page/1' }));
    await assert.rejects(client.send(new DescribeImagesCommand({ repositoryName: 'page/2' })), {
      name: 'AccessDeniedException',
    });
  });

  it('refuses repository policies in its own words', async () => {
    await assert.rejects(
      ecr.send(
        new SetRepositoryPolicyCommand({
          repositoryName: 'page/1',
          policyText: '{"Version":"2012-10-17"}',
        }),
      ),
      {
        name: 'InvalidParameterException',
        message:
          "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
      },
    );
  });

  it('keeps Regions apart', async () => {
    const elsewhere = new ECRClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: account, secretAccessKey: 'x' },
    });
    await assert.rejects(elsewhere.send(new DescribeImagesCommand({ repositoryName: 'page/1' })), {
      name: 'RepositoryNotFoundException',
    });
  });
});

describe('IAM and STS', () => {
  it('page through roles', async () => {
    for (const index of [1, 2, 3]) {
      await iam.send(
        new CreateRoleCommand({
          RoleName: `paged-${index}`,
          AssumeRolePolicyDocument: document({
            Effect: 'Allow',
            Principal: { AWS: account },
            Action: 'sts:AssumeRole',
          }),
        }),
      );
    }
    const names: string[] = [];
    for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 2 }, {})) {
      assert.ok((Roles?.length ?? 0) <= 2);
      names.push(...(Roles ?? []).map(({ RoleName = '' }) => RoleName));
    }
    assert.deepEqual(
      names.filter((name) => name.startsWith('paged-')),
      ['paged-1', 'paged-2', 'paged-3'],
    );
  });

  it('give documents back as they were put', async () => {
    const PolicyDocument = document({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'as-it-was', PolicyDocument }),
    );
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: Policy?.Arn, VersionId: 'v1' }),
    );
    assert.equal(decodeURIComponent(PolicyVersion?.Document ?? ''), PolicyDocument);
  });

  it('take a right away with the very next call', async () => {
    const client = await as('revoked', { Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    await client.send(new GetAuthorizationTokenCommand({}));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'revoked',
        PolicyName: 'policy',
        PolicyDocument: document({ Effect: 'Deny', Action: '*', Resource: '*' }),
      }),
    );
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      name: 'AccessDeniedException',
      message: /with an explicit deny in an identity-based policy/,
    });
  });

  it('leave a session without powers when its role is replaced by a namesake', async () => {
    const grant = { Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
    const client = await as('replaced', grant);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'replaced',
        PolicyName: 'other',
        PolicyDocument: document(grant),
      }),
    );
    const { state } = running.local.core;
    const before = state.roles.get(`${account}/replaced`);
    assert.ok(before);
    state.roles.put(`${account}/replaced`, { ...before, id: 'AROAANOTHERONE' });
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      name: 'AccessDeniedException',
    });
  });

  it('cap a session by its session policy', async () => {
    await as('capped', { Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    const Policy = document({ Effect: 'Allow', Action: 'ecr:DescribeImages', Resource: '*' });
    const client = await assume('capped', { Policy });
    await client.send(new DescribeImagesCommand({ repositoryName: 'page/1' }));
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      message: /because no session policy allows the ecr:GetAuthorizationToken action/,
    });
  });

  it('refuse to delete a role that still has policies', async () => {
    await assert.rejects(iam.send(new DeleteRoleCommand({ RoleName: 'capped' })), {
      name: 'DeleteConflictException',
    });
  });

  it('say to whom a role is closed', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'closed',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    await assert.rejects(assume('closed'), {
      name: 'AccessDenied',
      message: new RegExp(
        `^User: arn:aws:iam::${account}:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/closed`,
      ),
    });
  });
});

describe('a web identity', () => {
  const keys = generateKeyPair('RS256', { extractable: true });
  const provider = createServer(async (request, response) => {
    const { publicKey } = await keys;
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const body =
      request.url === '/keys'
        ? { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] }
        : { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(body));
  });
  let issuer = '';
  const RoleArn = `arn:aws:iam::${account}:role/federated`;

  before(async () => {
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const name = issuer.replace('http://', '');
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['sts.amazonaws.com'] }),
    );
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'federated',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${name}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${name}:sub`]: 'system:serviceaccount:shop:puller',
              [`${name}:aud`]: 'sts.amazonaws.com',
            },
          },
        }),
      }),
    );
  });
  after(() => void provider.close());

  const token = async (claims: { sub?: string; aud?: string; iss?: string; exp?: string }) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(claims.sub ?? 'system:serviceaccount:shop:puller')
      .setAudience(claims.aud ?? 'sts.amazonaws.com')
      .setIssuer(claims.iss ?? issuer)
      .setIssuedAt()
      .setExpirationTime(claims.exp ?? '1h')
      .sign((await keys).privateKey);
  const exchange = async (WebIdentityToken: string) => {
    const anonymous = new STSClient({
      endpoint,
      region,
      credentials: { accessKeyId: '', secretAccessKey: '' },
    });
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn,
      RoleSessionName: 'web',
      WebIdentityToken,
    });
    return anonymous.send(command);
  };

  it('becomes the role that trusts it', async () => {
    const { Credentials, AssumedRoleUser } = await exchange(await token({}));
    assert.equal(AssumedRoleUser?.Arn, `arn:aws:sts::${account}:assumed-role/federated/web`);
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const { Arn } = await new STSClient({ endpoint, region, credentials }).send(
      new GetCallerIdentityCommand({}),
    );
    assert.equal(Arn, `arn:aws:sts::${account}:assumed-role/federated/web`);
  });

  it('is refused in AWS’s words for each reason', async () => {
    const good = await token({});
    const [head, body] = good.split('.');
    const rows: [string, Promise<string> | string, string][] = [
      ['another subject', token({ sub: 'system:serviceaccount:shop:other' }), 'AccessDenied'],
      [
        'an audience that is not registered',
        token({ aud: 'elsewhere' }),
        'InvalidIdentityTokenException',
      ],
      [
        'an issuer that is not registered',
        token({ iss: 'https://example.org' }),
        'InvalidIdentityTokenException',
      ],
      ['a token that has expired', token({ exp: '-1h' }), 'ExpiredTokenException'],
      ['a forged signature', `${head}.${body}.${'A'.repeat(342)}`, 'InvalidIdentityTokenException'],
      ['no token at all', 'four letters', 'InvalidIdentityTokenException'],
    ];
    for (const [what, given, name] of rows) {
      await assert.rejects(exchange(await given), (error: Error) => {
        assert.equal(error.name, name, `${what}: ${error.message}`);
        return true;
      });
    }
  });
});

/** A client that is a new role with one statement of policy. */
async function as(RoleName: string, statement: object): Promise<ECRClient> {
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { AWS: account },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'policy',
      PolicyDocument: document(statement),
    }),
  );
  return assume(RoleName);
}

async function assume(RoleName: string, more: { Policy?: string } = {}): Promise<ECRClient> {
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
