// Pages of tags/list and _catalog: OCI distribution-spec, "Listing Tags", and ECR's own answers to clients that
// page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';

describe('a page of tags', () => {
  const names = Array.from({ length: 250 }, (_, index) => `v${1000 + index}`);
  let local: LocalEcr;
  let authorization: string;
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    const { manifest } = await local.push('app', 'v1000');
    const key = `${account}/${region}/app`;
    for (const name of names) {
      local.core.state.tags.put(`${key} ${name}`, { digest: manifest.digest });
    }
    const { username, password } = await local.login();
    authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  });
  after(() => local.close());

  const ask = async (url: string) => {
    const answer = await fetch(url, { headers: { authorization } });
    const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    const { tags } = (await answer.json()) as { tags: string[] };
    return { tags, link };
  };
  const everything = async (query: string) => {
    const found: string[][] = [];
    let next: string | undefined = `${local.endpoint}/v2/app/tags/list${query}`;
    while (next !== undefined) {
      const { tags, link } = await ask(next);
      found.push(tags);
      next = link;
    }
    return found;
  };

  it('links to the next one with an opaque `last` alone, when the client gave no size', async () => {
    const { link = '' } = await ask(`${local.endpoint}/v2/app/tags/list`);
    const { origin, pathname, searchParams } = new URL(link);
    assert.equal(origin + pathname, `${local.endpoint}/v2/app/tags/list`);
    assert.deepEqual([...searchParams.keys()], ['last']);
    assert.ok(!names.includes(searchParams.get('last') ?? ''));
    const pages = await everything('');
    assert.deepEqual(
      pages.map((page) => page.length),
      [100, 100, 50],
    );
    assert.deepEqual(pages.flat(), names);
  });

  it('links to the next one with the given size and a name, when the client gave a size', async () => {
    const { link = '' } = await ask(`${local.endpoint}/v2/app/tags/list?n=200`);
    assert.equal(new URL(link).search, '?n=200&last=v1199');
    assert.deepEqual((await everything('?n=200')).flat(), names);
  });

  it('begins after any name, also one that is not a tag', async () => {
    const { tags } = await ask(`${local.endpoint}/v2/app/tags/list?last=v1247x`);
    assert.deepEqual(tags, ['v1248', 'v1249']);
  });
});
