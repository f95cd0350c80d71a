import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressOf } from './address.ts';

describe('the registry that a request is for', () => {
  const fallback = { registryId: '000000000000', region: 'us-east-1' };
  const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
  const none = new URLSearchParams();
  const there = { registryId: '111122223333', region: 'eu-west-1' };

  it('is named by Host, by ns, by the path, or is the default one, with the same result', () => {
    const path = 'team/app/manifests/v1';
    assert.deepEqual(addressOf(host, `/v2/${path}`, none, fallback), {
      ...there,
      path,
      prefix: '/v2/',
    });
    assert.deepEqual(
      addressOf('127.0.0.1:4566', `/v2/${path}`, new URLSearchParams({ ns: host }), fallback),
      {
        ...there,
        path,
        prefix: '/v2/',
      },
    );
    assert.deepEqual(addressOf('localhost:4566', `/v2/${host}/${path}`, none, fallback), {
      ...there,
      path,
      prefix: `/v2/${host}/`,
    });
    assert.deepEqual(addressOf('localhost:4566', `/v2/${path}`, none, fallback), {
      ...fallback,
      path,
      prefix: '/v2/',
    });
  });

  it('is recognised under every suffix of ECR and under .localhost, with or without a port', () => {
    for (const name of [
      '111122223333.dkr.ecr.eu-west-1.localhost:4566',
      '111122223333.dkr.ecr-fips.eu-west-1.amazonaws.com',
      '111122223333.dkr-ecr.eu-west-1.on.aws',
    ]) {
      const found = addressOf(name, '/v2/', none, fallback);
      assert.equal(found?.registryId, '111122223333', name);
    }
  });

  it('is not the default one when a host is malformed, wherever it appears', () => {
    for (const name of [
      '12345.dkr.ecr.us-east-1.amazonaws.com',
      '1111-2222-3333.dkr.ecr.us-east-1.amazonaws.com',
      '.dkr.ecr.us-east-1.amazonaws.com',
      '111122223333.dkr.ecr.useast1.amazonaws.com',
      '111122223333.dkr.ecr.us-east-1a.amazonaws.com',
      '111122223333.dkr.ecr.amazonaws.com',
      '111122223333.dkr.ecr.us-east-1.amazonaws.org:443',
      '111122223333.dkr.ecr.us-east-1.amazonaws.com.cn',
      '111122223333.dkr.ecr.cn-north-1.amazonaws.com',
    ]) {
      const refused = { status: 400, code: 'NAME_INVALID' };
      const ns = new URLSearchParams({ ns: name });
      assert.throws(() => addressOf(name, '/v2/', none, fallback), refused, name);
      assert.throws(() => addressOf('127.0.0.1', '/v2/', ns, fallback), refused, name);
      assert.throws(() => addressOf('x', `/v2/${name}/app`, none, fallback), refused, name);
    }
  });

  it('is undefined when a mirror asks for a registry that is not ECR', () => {
    assert.equal(
      addressOf(
        '127.0.0.1',
        '/v2/library/busybox/manifests/latest',
        new URLSearchParams('ns=docker.io'),
        fallback,
      ),
      undefined,
    );
  });
});
