// Every operation, with input that its constraint table allows and input that it does not: a modelled client
// error or an answer, never a server error or no answer.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as sdk from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import { type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';
import { shapeOf } from '../../protocol/model.ts';
import { ecr as service } from './index.ts';

const { model } = service;
const digest = `sha256:${'a'.repeat(64)}`;

/** Values that exist, so that fuzzing gets past the first look-up. */
const likely: Readonly<Record<string, readonly unknown[]>> = {
  repositoryName: ['fuzz/app', 'none'],
  repositoryNames: [['fuzz/app']],
  imageId: [{ imageTag: 'v1' }, { imageDigest: digest }, {}],
  imageIds: [[{ imageTag: 'v1' }], [{ imageDigest: digest }, {}]],
  subjectId: [{ imageDigest: digest }],
  registryId: ['111122223333'],
  nextToken: ['MQ', '%%%', ''],
  resourceArn: ['arn:aws:ecr:eu-west-1:111122223333:repository/fuzz/app'],
};

function inputOf(name: string, depth = 0): fc.Arbitrary<unknown> {
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).map(([member, { shape: target }]) => {
        const any = inputOf(target, depth + 1);
        const known = likely[member];
        return [member, known === undefined ? any : fc.oneof(fc.constantFrom(...known), any)];
      });
      const requiredKeys = depth === 0 ? [] : [...(shape.required ?? [])];
      return fc.record(Object.fromEntries(members), { requiredKeys: requiredKeys as never });
    }
    case 'list':
      return fc.array(inputOf(shape.member?.shape ?? '', depth + 1), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 5 }), fc.string(), { maxKeys: 3 });
    case 'string': {
      const text = fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.constantFrom('sample', '{}', '"', '*'),
      );
      return shape.enum === undefined ? text : fc.oneof(fc.constantFrom(...shape.enum), text);
    }
    case 'boolean':
      return fc.boolean();
    case 'blob':
      return fc.uint8Array({ maxLength: 8 });
    default:
      return fc.integer({ min: -2, max: 1200 });
  }
}

/** Errors that any operation may answer with (ECR API reference, "Common Errors"). */
const common = ['AccessDeniedException', 'SerializationException'];

type Send = (command: object) => Promise<unknown>;

describe('every operation', () => {
  let local: LocalEcr;
  let send: Send;
  before(async () => {
    local = await startLocalEcr();
    const client = local.client();
    send = (command) => client.send(command as sdk.ListImagesCommand);
    await send(new sdk.CreateRepositoryCommand({ repositoryName: 'fuzz/app' }));
    await local.push('fuzz/app', 'v1');
  });
  after(() => local.close());

  // What deletes what the others need comes last.
  const names = Object.keys(model.operations).filter((name) => name !== 'DeleteRepository');
  for (const name of [...names, 'DeleteRepository']) {
    it(`${name} answers, whatever the input`, { timeout: 30_000 }, async () => {
      const modelled = model.operations[name]?.errors?.map(({ shape }) => shape) ?? [];
      const Command = (sdk as unknown as Record<string, new (input: unknown) => object>)[
        `${name}Command`
      ];
      assert.ok(Command);
      await fc.assert(
        fc.asyncProperty(inputOf(model.operations[name]?.input?.shape ?? ''), async (input) => {
          const failure = await send(new Command(input)).then(
            () => undefined,
            (error: { $metadata?: { httpStatusCode?: number }; name: string }) => error,
          );
          if (failure === undefined) return;
          assert.equal(failure.$metadata?.httpStatusCode, 400, `${failure.name}: ${failure}`);
          assert.ok([...modelled, ...common].includes(failure.name), `${failure.name}: ${failure}`);
        }),
        { numRuns: 25 },
      );
    });
  }
});
