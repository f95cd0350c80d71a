// What changes the cluster's machines and objects, while everything is removed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestLocal, type TestLocal } from '../support/local.ts';

describe('nodes, breaks and heals concurrent with resets', () => {
  let local: TestLocal;
  before(async () => {
    local = await startTestLocal();
  });
  after(() => local?.close());

  async function post(route: string, body: object): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${local.endpoint}/_hawser/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  }

  it('happen before or after them, and none fails', async () => {
    for (let round = 0; round < 3; round++) {
      const names = [1, 2, 3].map((number) => `n${number}.ec2.internal`);
      const answers = await Promise.all([
        post('reset', {}),
        ...names.map((name) => post('nodes', { name })),
        post('reset', {}),
        post('nodes', { name: 'mine.ec2.internal' }),
        post('break', { cause: 'HW0402', target: { node: 'mine.ec2.internal' } }),
        post('nodes', { name: 'last.ec2.internal' }),
        post('heal', {}),
        fetch(`${local.endpoint}/_hawser/nodes`),
      ]);
      assert.deepEqual(
        answers.filter(({ status }) => status >= 500),
        [],
      );
      assert.equal(answers[0]?.status, 200);
      const { nodes } = (await (await fetch(`${local.endpoint}/_hawser/nodes`)).json()) as {
        nodes: { name: string; metadataEndpoint?: string }[];
      };
      assert.ok(nodes.length > 0);
      assert.ok(nodes.every(({ metadataEndpoint }) => metadataEndpoint !== undefined));
    }
  });
});
