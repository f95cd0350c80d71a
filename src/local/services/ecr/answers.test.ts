// ECR's exact answers: samples of the API reference and of the AWS CLI, public logs, and what public test
// suites (LocalStack, moto) record.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  type BatchGetImageCommandInput,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { account, type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';
import { mediaTypes } from '../../../oci/media-types.ts';

const on = { repositoryName: 'app' };
const absent = `sha256:${'a'.repeat(64)}`;

describe('an answer of ECR', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  let first: string;
  let second: string;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    await ecr.send(new CreateRepositoryCommand(on));
    first = (await local.push('app', 'v1')).manifest.digest;
    second = (await local.push('app', 'v2', 'a longer text than the other')).manifest.digest;
  });
  after(() => local.close());

  const messageOf = async (answer: Promise<unknown>): Promise<string> => {
    const error = await answer.then(() => undefined).catch((thrown: Error) => thrown);
    return `${error?.name}: ${error?.message}`;
  };
  const invalid = (path: string, constraint: string) =>
    `InvalidParameterException: Invalid parameter at '${path}' failed to satisfy constraint: '${constraint}'`;

  describe('that has a policy', () => {
    const statement = {
      Sid: 'new statement',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:role/deploy` },
      Action: ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    };
    const policyText = JSON.stringify({ Version: '2008-10-17', Statement: [statement] });
    const written = `{
  "Version" : "2008-10-17",
  "Statement" : [ {
    "Sid" : "new statement",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::${account}:role/deploy"
    },
    "Action" : [ "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage" ]
  } ]
}`;

    it('has it reformatted, for a repository', async () => {
      const set = await ecr.send(new SetRepositoryPolicyCommand({ ...on, policyText }));
      assert.equal(set.policyText, written);
      assert.equal((await ecr.send(new GetRepositoryPolicyCommand(on))).policyText, written);
    });

    it('has it reformatted, for a registry', async () => {
      const Resource = `arn:aws:ecr:eu-west-1:${account}:repository/*`;
      const own = { Version: '2012-10-17', Statement: { ...statement, Resource, Condition: {} } };
      await ecr.send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(own) }));
      const got = (await ecr.send(new GetRegistryPolicyCommand({}))).policyText ?? '';
      assert.match(got, /^\{\n {2}"Version" : "2012-10-17",\n {2}"Statement" : \{\n {4}"Sid" : /);
      assert.match(got, /"Condition" : \{ \}/);
      assert.deepEqual(JSON.parse(got), own);
    });

    it('has it without white space, for lifecycle rules', async () => {
      const selection = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 9 };
      const policy = { rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }] };
      const lifecyclePolicyText = JSON.stringify(policy, null, 4);
      const put = await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText }));
      assert.equal(put.lifecyclePolicyText, JSON.stringify(policy));
      const got = await ecr.send(new GetLifecyclePolicyCommand(on));
      assert.equal(got.lifecyclePolicyText, JSON.stringify(policy));
    });

    it('accepts statements with the same Sid', async () => {
      const twice = JSON.stringify({ Version: '2012-10-17', Statement: [statement, statement] });
      const set = await ecr.send(new SetRepositoryPolicyCommand({ ...on, policyText: twice }));
      assert.equal(JSON.parse(set.policyText ?? '').Statement.length, 2);
    });

    it('refuses one that is null, in either sense', async () => {
      const put = (text: unknown) =>
        messageOf(ecr.send(new SetRepositoryPolicyCommand({ ...on, policyText: text as string })));
      assert.equal(await put(null), invalid('policyText', 'Member must not be null'));
      assert.equal(await put(undefined), invalid('policyText', 'Member must not be null'));
      assert.equal(await put('null'), invalid('PolicyText', 'Invalid repository policy provided'));
    });
  });

  describe('about an image that is named by digest and tag', () => {
    const tagOfAnother = {
      failureCode: 'ImageTagDoesNotMatchDigest',
      failureReason: 'Invalid request parameters: given tag does not map to the given digest',
    };
    const notFound = { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };

    type Ids = BatchGetImageCommandInput;
    const batches = {
      BatchGetImage: (ids: Ids) => ecr.send(new BatchGetImageCommand(ids)),
      BatchDeleteImage: (ids: Ids) => ecr.send(new BatchDeleteImageCommand(ids)),
    };
    for (const [name, ask] of Object.entries(batches)) {
      it(`says in ${name} which of both is wrong`, async () => {
        const failureOf = async (imageDigest: string, imageTag: string) => {
          const { failures } = await ask({ ...on, imageIds: [{ imageDigest, imageTag }] });
          return failures;
        };
        const failed = (imageDigest: string, imageTag: string, failure: object) => [
          { imageId: { imageDigest, imageTag }, ...failure },
        ];
        assert.deepEqual(await failureOf(first, 'v2'), failed(first, 'v2', tagOfAnother));
        assert.deepEqual(await failureOf(absent, 'v1'), failed(absent, 'v1', tagOfAnother));
        assert.deepEqual(await failureOf(first, 'v3'), failed(first, 'v3', notFound));
        assert.deepEqual(await failureOf(absent, 'v3'), failed(absent, 'v3', notFound));
      });
    }

    it('does not describe another image', async () => {
      const imageIds = [{ imageDigest: first, imageTag: 'v2' }];
      assert.equal(
        await messageOf(ecr.send(new DescribeImagesCommand({ ...on, imageIds }))),
        `ImageNotFoundException: The image with imageId {imageDigest:'${first}', imageTag:'v2'} does not exist within the repository with name 'app' in the registry with id '${account}'`,
      );
    });
  });

  it('repeats the id for which there is no scan', async () => {
    const found = (imageId: object) =>
      messageOf(ecr.send(new DescribeImageScanFindingsCommand({ ...on, imageId })));
    const said = (id: string) =>
      `ScanNotFoundException: Image scan does not exist for the image with '{${id}}' in the repository with name 'app' in the registry with id '${account}'`;
    assert.equal(await found({ imageTag: 'v1' }), said(`imageDigest:'null', imageTag:'v1'`));
    assert.equal(
      await found({ imageDigest: first }),
      said(`imageDigest:'${first}', imageTag:'null'`),
    );
  });

  it('names the list, and the constraint of its items, when one item is invalid', async () => {
    assert.equal(
      await messageOf(
        ecr.send(new GetAuthorizationTokenCommand({ registryIds: [account, 'mine'] })),
      ),
      invalid(
        'registryIds',
        'Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]',
      ),
    );
    assert.match(
      await messageOf(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['UP'] }))),
      /at 'repositoryNames' failed to satisfy constraint: 'Member must satisfy constraint: \[Member must have length less than or equal to 256, Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: \[a-z0-9\]/,
    );
  });

  it('names the values that items may have', async () => {
    const appliedFor = ['REPLICATION', 'PUSH'] as never[];
    const create = new CreateRepositoryCreationTemplateCommand({ prefix: 'x', appliedFor });
    assert.equal(
      await messageOf(ecr.send(create)),
      invalid(
        'appliedFor',
        'Member must satisfy constraint: [Member must satisfy enum value set: [REPLICATION, PULL_THROUGH_CACHE, CREATE_ON_PUSH]]',
      ),
    );
  });

  it('has the key with which AWS encrypts where none was given, the same for account and Region', async () => {
    const keyOf = async (repositoryName: string, client = ecr) => {
      const encryptionConfiguration = { encryptionType: 'KMS' as const };
      await client.send(new CreateRepositoryCommand({ repositoryName, encryptionConfiguration }));
      const described = await client.send(new DescribeRepositoriesCommand({}));
      const found = described.repositories?.find((one) => one.repositoryName === repositoryName);
      return found?.encryptionConfiguration?.kmsKey ?? '';
    };
    const key = await keyOf('kms-1');
    assert.match(
      key,
      /^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.equal(await keyOf('kms-2'), key);
    assert.notEqual(await keyOf('kms-3', local.client({ region: 'cn-north-1' })), key);
  });

  it('gives a manifest list the size of its largest image', async () => {
    const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand(on));
    const sizes = imageDetails.map(({ imageSizeInBytes = 0 }) => imageSizeInBytes);
    const manifests = [first, second].map((digest) => {
      return { mediaType: mediaTypes.ociManifest, digest, size: 1 };
    });
    const list = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
    const imageManifest = JSON.stringify(list);
    await ecr.send(new PutImageCommand({ ...on, imageManifest, imageTag: 'list' }));
    const imageIds = [{ imageTag: 'list' }];
    const described = await ecr.send(new DescribeImagesCommand({ ...on, imageIds }));
    assert.equal(described.imageDetails?.[0]?.imageSizeInBytes, Math.max(...sizes));
  });

  it('refuses the cache of BuildKit that is an index of layers, through both doors', async () => {
    const { layer } = await local.push('app', 'v3');
    const list = {
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [layer, { ...layer, mediaType: 'application/vnd.buildkit.cacheconfig.v0' }],
    };
    const imageManifest = JSON.stringify(list);
    const put = ecr.send(new PutImageCommand({ ...on, imageManifest, imageTag: 'cache' }));
    const wayOut =
      /A cache of BuildKit must be exported with image-manifest=true,oci-mediatypes=true'/;
    assert.match(await messageOf(put), wayOut);
    const repository = await local.repository('app');
    const answer = await repository.request('PUT', 'manifests/cache', {
      headers: { 'content-type': mediaTypes.ociIndex },
      body: Buffer.from(imageManifest),
    });
    assert.equal(answer.status, 400);
    answer.body.resume();
  });
});
