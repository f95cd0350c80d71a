// What the local AWS acknowledged is on disk, and nothing else is said to be there.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { digestOf } from '../../src/oci/digest.ts';
import { Machine } from '../support/chaos/machine.ts';
import { contentOf, imageOf, pathOf, push } from '../support/chaos/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-durability-'));
const path = pathOf('team/one');
const one = { repositoryName: 'team/one' };
let machine: Machine;

/** A local AWS with a repository, over a folder of that name. */
async function start(name: string): Promise<string> {
  const data = join(folder, name);
  machine = await Machine.start(data);
  await machine.ecr.send(new CreateRepositoryCommand(one));
  return data;
}

after(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => machine.kill('SIGKILL'));

async function beginUpload(): Promise<string> {
  return (await machine.registry('POST', `${path}/blobs/uploads/`)).headers.get('location') ?? '';
}

/** A body whose rest comes when it is let go. */
function held(first: Buffer, rest: Buffer): { body: ReadableStream; letGo: () => void } {
  let letGo = (): void => undefined;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(first));
      letGo = () => {
        controller.enqueue(new Uint8Array(rest));
        controller.close();
      };
    },
  });
  return { body, letGo: () => letGo() };
}

describe('an upload at the registry', () => {
  it('has one writer: others get its current offset', async () => {
    await start('writers');
    const content = contentOf(1, 100_000);
    const upload = await beginUpload();
    const { body, letGo } = held(content.subarray(0, 60_000), content.subarray(60_000));
    const first = machine.registry('PATCH', upload, body);
    await wait(100);
    const second = await machine.registry('PATCH', upload, 'other bytes');
    assert.deepEqual([second.status, second.headers.get('location')], [416, upload]);
    assert.match(second.headers.get('range') ?? '', /^0-\d+$/);
    const early = await machine.registry('PUT', `${upload}?digest=${digestOf('other bytes')}`);
    assert.equal(early.status, 416);
    letGo();
    assert.equal((await first).status, 201);
    const done = await machine.registry('PUT', `${upload}?digest=${digestOf(content)}`);
    assert.equal(done.status, 201);
    const { body: given } = await machine.registry('GET', `${path}/blobs/${digestOf(content)}`);
    assert.ok(given.equals(content));
  });

  it('cannot be completed through the API while it is written to', async () => {
    await start('api');
    const upload = await beginUpload();
    const { body, letGo } = held(contentOf(1, 3 << 20), Buffer.from(' more'));
    const first = machine.registry('PATCH', upload, body);
    await wait(100);
    const uploadId = upload.split('/').at(-1) ?? '';
    const complete = { ...one, uploadId, layerDigests: [digestOf('some')] };
    await assert.rejects(machine.ecr.send(new CompleteLayerUploadCommand(complete)), {
      name: 'InvalidLayerPartException',
    });
    letGo();
    await first;
  });

  it('continues after its connection was lost', async () => {
    await start('resumed');
    for (const size of [100, 3 << 20]) {
      const content = contentOf(size, size);
      const upload = await beginUpload();
      await cutOff(upload, content);
      await resume(upload, content);
      const done = await machine.registry('PUT', `${upload}?digest=${digestOf(content)}`);
      assert.equal(done.status, 201);
    }
  });

  it('ends with its repository, even if another one of that name is created', async () => {
    await start('again');
    const upload = await beginUpload();
    await machine.registry('PATCH', upload, 'old');
    await machine.ecr.send(new DeleteRepositoryCommand(one));
    await machine.ecr.send(new CreateRepositoryCommand(one));
    for (const [method, query] of [
      ['GET', ''],
      ['PATCH', ''],
      ['PUT', `?digest=${digestOf('old')}`],
    ] as const) {
      const { status, body } = await machine.registry(method, upload + query);
      assert.deepEqual([status, codeOf(body)], [404, 'BLOB_UPLOAD_UNKNOWN'], method);
    }
  });
});

function codeOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { errors: { code: string }[] }).errors[0]?.code ?? '';
}

/** As clients do: asks how far the upload has come, sends the rest, and asks again where that has changed meanwhile. */
async function resume(upload: string, content: Buffer): Promise<void> {
  for (const end = Date.now() + 10_000; ; ) {
    const { headers } = await machine.registry('GET', upload);
    const at = Number(headers.get('range')?.split('-')[1]) + 1;
    const rest = new Uint8Array(content.subarray(at));
    const range = { 'content-range': `${at}-${content.length - 1}` };
    const { status } = await machine.registry('PATCH', upload, rest, range);
    if (status === 201) return;
    assert.equal(status, 416);
    assert.ok(Date.now() < end, 'the upload is not to be continued');
  }
}

/** Sends half of a piece and lets the connection break off. */
function cutOff(upload: string, content: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(machine.endpoint + upload, {
      method: 'PATCH',
      headers: { authorization: machine.authorization, 'content-length': content.length },
    });
    sending.on('error', () => resolve());
    sending.write(content.subarray(0, content.length >> 1), () => {
      setTimeout(() => sending.destroy(new Error('gone')), 5);
    });
  });
}

describe('a manifest', () => {
  /** Sends a manifest whose body arrives only after something else has happened. */
  async function late(tag: string, meanwhile: () => Promise<unknown>) {
    const image = imageOf('team/one', tag, 5, 1_000);
    assert.equal(await push(machine, image), 201);
    const other = Buffer.from(image.manifest.replace('{', '{ '));
    const { body, letGo } = held(other.subarray(0, 10), other.subarray(10));
    const put = machine.registry('PUT', `${path}/manifests/${tag}`, body, {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
    });
    await wait(100);
    await meanwhile();
    letGo();
    return put;
  }

  it('is refused when its repository is deleted while it is uploaded', async () => {
    await start('deleted');
    const { status, body } = await late('v1', () =>
      machine.ecr.send(new DeleteRepositoryCommand({ ...one, force: true })),
    );
    assert.deepEqual([status, codeOf(body)], [404, 'NAME_UNKNOWN']);
  });

  it('is refused when its tag becomes immutable while it is uploaded', async () => {
    await start('immutable');
    const { status, body } = await late('v1', () =>
      machine.ecr.send(
        new PutImageTagMutabilityCommand({ ...one, imageTagMutability: 'IMMUTABLE' }),
      ),
    );
    assert.deepEqual([status, codeOf(body)], [400, 'TAG_INVALID']);
  });
});
