import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  GetAuthorizationTokenCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { RateLimits } from './rate-limits.ts';

describe('rate limits', () => {
  it('allow a burst of one second of requests, and then requests at the rate', () => {
    let now = 0;
    const limits = new RateLimits(true, () => now);
    const admitted = (count: number, account = 'a') =>
      Array.from({ length: count }, () => limits.admit(account, 'r', 'PutImage')).filter(Boolean)
        .length;
    assert.equal(admitted(15), 10);
    now += 300;
    assert.equal(admitted(15), 3);
    now += 60_000;
    assert.equal(admitted(15), 10);
    assert.equal(admitted(15, 'b'), 10, 'each account has its own');
  });

  it('do not apply to operations without a quota, nor when they are off', () => {
    const limits = new RateLimits(true, () => 0);
    const off = new RateLimits(false, () => 0);
    for (let index = 0; index < 5_000; index++) {
      assert.ok(limits.admit('a', 'r', 'DescribeImages'));
      assert.ok(off.admit('a', 'r', 'PutImage'));
    }
  });

  it('leave what other callers do not take, and count these in any case', () => {
    let taken = 15;
    let quota = 10;
    const others = { perSecond: () => taken, rate: () => quota };
    const limits = new RateLimits(false, () => 0, others);
    const admitted = () =>
      Array.from({ length: 20 }, () => limits.admit('a', 'r', 'PutImage')).filter(Boolean).length;
    assert.equal(admitted(), 0);
    quota = 22;
    assert.equal(admitted(), 7);
    taken = 0;
    assert.equal(admitted(), 20, 'nobody takes anything, and quotas are off');
  });

  describe('over the wire', () => {
    let local: LocalEcr;
    before(async () => {
      local = await startLocalEcr({}, { rateLimits: true });
      await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    });
    after(() => local.close());

    it('answer in the form of each door', async () => {
      const client = local.client();
      const put = () =>
        client.send(new PutImageCommand({ repositoryName: 'app', imageManifest: '{}' }));
      const names = await Promise.all(
        Array.from({ length: 30 }, () =>
          put().then(
            () => 'done',
            ({ name, message }: Error) => `${name}: ${message}`,
          ),
        ),
      );
      const [invalid = '', ...throttled] = [...new Set(names)].sort();
      assert.match(invalid, /^InvalidParameterException: image manifest mediatype not provided/);
      assert.deepEqual(throttled, ['ThrottlingException: Rate exceeded']);
      const { authorizationData } = await client.send(new GetAuthorizationTokenCommand());
      const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
      const url = `${local.endpoint}/v2/${account}.dkr.ecr.${region}.localhost/app/manifests/v1`;
      const texts = await Promise.all(
        Array.from({ length: 30 }, async () => {
          const headers = { authorization };
          const answer = await fetch(url, { method: 'PUT', body: '{}', headers });
          return `${answer.status} ${await answer.text()}`;
        }),
      );
      const [unsupported = '', ...refused] = [...new Set(texts)].sort();
      assert.match(unsupported, /^405 .*"UNSUPPORTED"/);
      assert.deepEqual(refused, [
        '429 {"errors":[{"code":"TOOMANYREQUESTS","message":"Rate exceeded"}]}\n',
      ]);
    });
  });
});
