// The outcome of a pod, by what an API server answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CoreV1Api, createConfiguration, ServerConfiguration } from '@kubernetes/client-node';
import { type Answering, startAnswering } from '../../test/support/answering.ts';
import { runPod } from './pods.ts';

const image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/app:v1';
const pods = '/api/v1/namespaces/default/pods';
const uid = 'uid-of-web';
const failed = `Failed to pull image "${image}": 403 Forbidden`;

const waiting = (reason: string) => ({ waiting: { reason } });
const event = (of: string, reason: string, message: string) => ({
  metadata: {},
  involvedObject: { uid: of },
  reason,
  message,
});
const all = [
  event('uid-of-another', 'Failed', 'Failed to pull image "other": not found'),
  event(uid, 'Scheduled', 'Successfully assigned default/web to node-a'),
  event(uid, 'Failed', 'Error: ErrImagePull'),
  event(uid, 'Failed', failed),
];

interface Recorded {
  /** The container's states, one for each request; the last one repeats. */
  readonly states: readonly object[];
  /** Lists of events, likewise. */
  readonly events?: readonly (readonly object[])[];
  /** How many lists still contain the previous pod. */
  readonly lingers?: number;
}

describe('a pod of the tour', () => {
  let server: Answering;
  let recorded: Recorded = { states: [] };
  const looks = { list: 0, pod: 0, events: 0 };
  const at = <Item>(items: readonly Item[], look: number) =>
    items[Math.min(look, items.length - 1)];

  function answerTo(method: string, path: string): object | undefined {
    if (method === 'DELETE') return undefined;
    if (method === 'POST') return { metadata: { name: 'web', uid } };
    if (path === pods) {
      const lingers = looks.list++ < (recorded.lingers ?? 0);
      return { items: lingers ? [{ metadata: { name: 'web' } }] : [] };
    }
    if (path === `${pods}/web`) {
      const state = at(recorded.states, looks.pod++);
      return { metadata: { name: 'web', uid }, status: { containerStatuses: [{ state }] } };
    }
    return { items: at(recorded.events ?? [[]], looks.events++) };
  }

  before(async () => {
    server = await startAnswering(({ method, path }, response) => {
      const answer = answerTo(method, path.split('?')[0] ?? '');
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { kind: 'Status', code: 404 }));
    });
  });
  after(() => server.close());

  function run(answers: Recorded, secrets?: readonly string[]) {
    recorded = answers;
    server.asked.length = 0;
    Object.assign(looks, { list: 0, pod: 0, events: 0 });
    const baseServer = new ServerConfiguration(server.endpoint, {});
    return runPod(new CoreV1Api(createConfiguration({ baseServer })), 'web', image, secrets);
  }

  it('runs, after its earlier states', async () => {
    const states = [waiting('ContainerCreating'), { running: {} }];
    assert.deepEqual(await run({ states }), { state: 'running' });
    assert.equal(looks.pod, 2);
  });

  it('pulls its image again, with the given secrets', async () => {
    await run({ states: [{ running: {} }] }, ['ecr']);
    const made = server.asked.find(({ method }) => method === 'POST');
    assert.deepEqual(JSON.parse(made?.body ?? '').spec, {
      containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
      imagePullSecrets: [{ name: 'ecr' }],
    });
  });

  it('is created only when the previous one is gone', async () => {
    await run({ states: [{ running: {} }], lingers: 2 });
    const order = server.asked.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    assert.deepEqual(order, [
      `DELETE ${pods}/web`,
      ...Array.from({ length: 3 }, () => `GET ${pods}`),
      `POST ${pods}`,
      `GET ${pods}/web`,
    ]);
  });

  for (const reason of ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName']) {
    it(`has failed with ${reason}, with the message of its own event about the pull`, async () => {
      const answer = await run({ states: [waiting(reason)], events: [all] });
      assert.deepEqual(answer, { state: 'failed', reason, event: failed });
    });
  }

  it('has not failed before the kubelet has reported why', async () => {
    const answer = await run({
      states: [waiting('ErrImagePull'), waiting('ImagePullBackOff')],
      events: [all.slice(0, 3), all],
    });
    assert.deepEqual(answer, { state: 'failed', reason: 'ImagePullBackOff', event: failed });
  });
});
