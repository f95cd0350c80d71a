import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proxyFor } from './proxy.ts';

const ecr = new URL('https://api.ecr.eu-west-1.amazonaws.com');
const proxy = 'http://proxy.corp:3128';

describe('the proxy for an endpoint', () => {
  const rows: [string, Record<string, string>, boolean][] = [
    ['is none by default', {}, false],
    ['is HTTPS_PROXY', { HTTPS_PROXY: proxy }, true],
    ['is https_proxy', { https_proxy: proxy }, true],
    ['is not HTTP_PROXY for https', { HTTP_PROXY: proxy }, false],
    ['is none for a host of NO_PROXY', { HTTPS_PROXY: proxy, NO_PROXY: ecr.hostname }, false],
    [
      'is none below a domain of NO_PROXY',
      { HTTPS_PROXY: proxy, NO_PROXY: 'x, .amazonaws.com' },
      false,
    ],
    ['is none below a bare domain', { HTTPS_PROXY: proxy, no_proxy: 'amazonaws.com' }, false],
    ['is not cut off by half a label', { HTTPS_PROXY: proxy, NO_PROXY: 'onaws.com' }, true],
    ['minds the port', { HTTPS_PROXY: proxy, NO_PROXY: 'amazonaws.com:8443' }, true],
    ['is none for *', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, false],
  ];
  for (const [what, environment, used] of rows) {
    it(what, () => assert.equal(proxyFor(ecr, environment)?.href, used ? `${proxy}/` : undefined));
  }

  it('is never used for loopback', () =>
    assert.equal(proxyFor(new URL('http://127.0.0.1:4566'), { HTTP_PROXY: proxy }), undefined));
});
