// Input that nobody means: nested without end, larger than anything, manifests of nonsense. Each gets a client error
// that the API or the registry knows, soon, and the local AWS is as well afterwards as it was before.
import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  type ECRClient,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
  StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { digestOf } from '../../src/oci/digest.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import { account, type LocalEcr, region, startLocalEcr } from '../support/local-ecr.ts';

const repositoryName = 'app';
/** Longest that anything may hold up the event loop, in nanoseconds; some attacks would hold it up for minutes. */
const longestTurn = 10e9;

/** Valid JSON, so many levels deep. */
const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('extreme input', { timeout: 60_000 }, () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  const turns = monitorEventLoopDelay({ resolution: 20 });
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    await local.push(repositoryName, 'good');
    turns.enable();
  });
  after(async () => {
    turns.disable();
    assert.ok(turns.max < longestTurn, `a turn took ${turns.max / 1e9} s`);
    // Nothing of all that has done any harm.
    await local.push(repositoryName, 'still-good');
    await local.close();
  });

  async function refused(work: Promise<unknown>, name: string | RegExp): Promise<void> {
    await assert.rejects(work, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
      assert.match(error.name, new RegExp(name));
      assert.equal(error.$metadata?.httpStatusCode, 400);
      return true;
    });
  }

  it('to the API itself is a SerializationException, or too large', async () => {
    const signed = (body: string) => {
      const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
      const scope = `${account}/${date.slice(0, 8)}/${region}/ecr/aws4_request`;
      return fetch(local.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories',
          'x-amz-date': date,
          authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
        },
        body,
      });
    };
    for (const body of [
      lists(1_000_000),
      `{"repositoryNames":${lists(1_000_000)}}`,
      `{"repositoryNames":${objects(1_000_000)}}`,
      `{"unknown":${objects(1_000_000)}}`,
      `{"unknown":[${'1,'.repeat(200_000)}1]}`,
      '['.repeat(4_000_000),
    ]) {
      const answer = await signed(body);
      const { __type } = (await answer.json()) as { __type: string };
      assert.deepEqual([answer.status, __type], [400, 'SerializationException']);
    }
    const ignored = await signed(`{"unknown":${objects(90)}}`);
    assert.equal(ignored.status, 200, 'AWS ignores members that it does not know');
    await ignored.body?.cancel();
    // Refused before it is sent: the client is told so, or finds its connection closed.
    const huge = await signed(`{"nextToken":"${'x'.repeat(33 << 20)}"}`).then(
      ({ status }) => String(status),
      ({ cause }: { cause?: { code?: string } }) => cause?.code ?? 'no code',
    );
    assert.match(huge, /^(413|EPIPE|ECONNRESET|UND_ERR_SOCKET)$/);
  });

  it('as a policy is refused with the message for the policy’s kind', async () => {
    for (const nested of [lists(5_000), objects(1_500), `{"Statement":${lists(4_000)}}`]) {
      const policyText = nested;
      const force = { repositoryName, policyText };
      await refused(ecr.send(new SetRepositoryPolicyCommand(force)), 'InvalidParameterException');
      await refused(
        ecr.send(new PutRegistryPolicyCommand({ policyText })),
        'InvalidParameterException',
      );
      const template = { prefix: 'x', appliedFor: ['CREATE_ON_PUSH' as const] };
      await refused(
        ecr.send(
          new CreateRepositoryCreationTemplateCommand({ ...template, repositoryPolicy: nested }),
        ),
        'InvalidParameterException',
      );
    }
    for (const lifecyclePolicyText of [
      lists(15_000),
      objects(5_000),
      `{"rules":${lists(15_000)}}`,
      `{"rules":[{"rulePriority":1,"selection":${objects(5_000)},"action":{"type":"expire"}}]}`,
      `{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":${lists(5_000)}},"action":{"type":"expire"}}]}`,
    ]) {
      const input = { repositoryName, lifecyclePolicyText };
      await refused(ecr.send(new PutLifecyclePolicyCommand(input)), 'InvalidParameterException');
      await refused(
        ecr.send(new StartLifecyclePolicyPreviewCommand(input)),
        'InvalidParameterException',
      );
    }
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    const iam = new IAMClient({ endpoint: local.endpoint, region, credentials });
    const PolicyDocument = `{"Version":"2012-10-17","Statement":${lists(2_500)}}`;
    await refused(
      iam.send(new CreatePolicyCommand({ PolicyName: 'x', PolicyDocument })),
      'MalformedPolicyDocument',
    );
    iam.destroy();
  });

  it('as an event or a pattern is refused, or published unchanged', async () => {
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    const bus = new EventBridgeClient({ endpoint: local.endpoint, region, credentials });
    for (const EventPattern of [lists(2_000), objects(600), `{"detail":${objects(600)}}`]) {
      await refused(
        bus.send(new PutRuleCommand({ Name: 'x', EventPattern })),
        'InvalidEventPatternException',
      );
    }
    const pattern = `{"detail":${objects(10).replace('1', '[1]')}}`;
    await bus.send(new PutRuleCommand({ Name: 'deep', EventPattern: pattern }));
    const Entries = [{ Source: 'me', DetailType: 'Deep', Detail: objects(20_000) }];
    const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
    assert.equal(FailedEntryCount, 0);
    bus.destroy();
  });

  describe('as a manifest', () => {
    const descriptor = (more: object = {}) => ({
      mediaType: mediaTypes.ociLayerGzip,
      digest: digestOf('nobody has this'),
      size: 3,
      ...more,
    });
    const manifest = (more: object = {}) => ({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: descriptor({ mediaType: mediaTypes.ociConfig }),
      layers: [],
      ...more,
    });
    const nonsense: readonly (readonly [string, unknown])[] = [
      ['a list', []],
      ['nothing', null],
      ['a number', 7],
      ['no config', manifest({ config: undefined })],
      ['a config that is a list', manifest({ config: [] })],
      ['layers that are an object', manifest({ layers: {} })],
      ['a layer that is null', manifest({ layers: [null] })],
      ['a negative size', manifest({ layers: [descriptor({ size: -1 })] })],
      ['a size of a fraction', manifest({ layers: [descriptor({ size: 0.5 })] })],
      ['a size beyond numbers', manifest({ layers: [descriptor({ size: 1e300 })] })],
      ['a size as text', manifest({ layers: [descriptor({ size: '3' })] })],
      ['a digest that is a path', manifest({ layers: [descriptor({ digest: 'sha256:../../x' })] })],
      ['a digest of another algorithm', manifest({ config: descriptor({ digest: 'md5:00' }) })],
      ['a subject that is text', manifest({ subject: 'x' })],
      ['annotations that are numbers', manifest({ annotations: { a: 1 } })],
      ['annotations without end', manifest({ annotations: { a: [[[[[[]]]]]] } })],
      ['a version of the future', manifest({ schemaVersion: 3 })],
      ['a type that is a list', manifest({ mediaType: [] })],
      ['a type that is none', manifest({ mediaType: 'text/html' })],
      ['both a list and an image', manifest({ manifests: [] })],
      ['prototypes', JSON.parse('{"__proto__":{"schemaVersion":2},"constructor":1}')],
      ['many absent layers', manifest({ layers: Array(10_000).fill(descriptor()) })],
    ];
    const texts: readonly (readonly [string, string])[] = [
      ...nonsense.map(([what, value]) => [what, JSON.stringify(value)] as const),
      ['lists without end', lists(2_000_000)],
      ['objects without end', objects(600_000)],
      [
        'a layer without end',
        JSON.stringify(manifest()).replace('"layers":[]', `"layers":[${lists(1_000_000)}]`),
      ],
      ['an unknown field without end', `{"schemaVersion":2,"x":${objects(600_000)}}`],
      ['zeros', '\0'.repeat(1_000)],
      ['half a surrogate', '"\\ud800'],
      ['an enormous number', `{"schemaVersion":${'9'.repeat(1_000_000)}}`],
    ];

    it('is refused by PutImage', async () => {
      for (const [what, imageManifest] of texts) {
        const put = new PutImageCommand({ repositoryName, imageManifest, imageTag: 'absurd' });
        const failure = await ecr.send(put).then(
          () => undefined,
          (error: Error & { $metadata: { httpStatusCode?: number } }) => error,
        );
        assert.equal(failure?.$metadata.httpStatusCode, 400, what);
        const expected = /InvalidParameterException|LayersNotFound|ReferencedImagesNotFound/;
        assert.match(failure?.name ?? '', expected, what);
      }
    });

    it('is refused by the registry', async () => {
      const registry = await local.repository(repositoryName);
      for (const [what, text] of texts) {
        const { status, body } = await registry.request('PUT', 'manifests/absurd', {
          body: Buffer.from(text),
          headers: { 'content-type': mediaTypes.ociManifest },
        });
        body.resume();
        // A manifest that is whole in itself is refused for what it refers to.
        assert.equal(status, what === 'many absent layers' ? 404 : 405, what);
      }
    });
  });
});
