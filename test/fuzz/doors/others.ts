// The metadata of a machine, presigned layers, and requests that belong nowhere.
import type { Random } from '../../support/random.ts';
import type { FuzzRequest, Learnt } from '../requests.ts';
import { encodedText, text } from '../values.ts';

export function metadataRequest(random: Random, learnt: Learnt): FuzzRequest {
  const wantsToken = random.chance(0.3);
  return {
    door: 'metadata',
    endpoint: learnt.metadataEndpoint,
    method: wantsToken ? random.pick(['PUT', 'PUT', 'GET']) : random.pick(['GET', 'GET', 'PUT']),
    path: wantsToken
      ? '/latest/api/token'
      : `/latest/${random.pick(['', 'meta-data/', 'meta-data/iam/security-credentials/hawser-node', 'dynamic/instance-identity/document', encodedText(random), '__proto__', '//..//'])}`,
    headers: wantsToken
      ? { 'x-aws-ec2-metadata-token-ttl-seconds': random.pick(['60', '0', '1e9', 'x', '-1', '']) }
      : { 'x-aws-ec2-metadata-token': random.chance(0.8) ? learnt.metadataToken : 'a.b' },
    body: '',
  };
}

export function layerRequest(random: Random, learnt: Learnt): FuzzRequest {
  const known =
    learnt.locations.find((location) => location.includes('starport')) ??
    '/prod-x-starport-layer-bucket/x';
  const path = random.chance(0.5)
    ? known
    : random.pick([
        known.slice(0, -3),
        `${known}&x=1`,
        `/prod-us-east-1-starport-layer-bucket/${encodedText(random)}?X-Amz-Signature=${random.pick(['a.b', '.', '', 'a.b.c', 'e30.e30'])}`,
      ]);
  return {
    door: 'layer',
    method: random.pick(['GET', 'GET', 'HEAD', 'PUT', 'DELETE']),
    path,
    headers: random.chance(0.3) ? { range: random.pick(['bytes=0-1', 'bytes=-0', 'x']) } : {},
    body: '',
  };
}

export function strayRequest(random: Random): FuzzRequest {
  const path = random.pick([
    '/',
    '//',
    '/?',
    '/%',
    '/%00',
    '/..%2f..',
    '/_hawser',
    '/_hawser/',
    '/_hawser/clusters/x/api',
    '/latest/meta-data',
    '/?Action=GetCallerIdentity&Version=2011-06-15',
    '/?X-Amz-Credential=test/20260101/us-east-1/sts/aws4_request&X-Amz-Signature=x',
    `/${encodedText(random)}`,
    '*',
  ]);
  return {
    door: 'stray',
    method: random.pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND', 'HEAD']),
    path,
    headers: {
      ...(random.chance(0.2)
        ? { host: random.pick(['evil.example', 'localhost', '', '127.0.0.1:1']) }
        : {}),
      ...(random.chance(0.3)
        ? {
            authorization: random.pick([
              'AWS4-HMAC-SHA256',
              'AWS4-HMAC-SHA256 Credential=a',
              'x',
              'Basic OjpA',
            ]),
          }
        : {}),
      ...(random.chance(0.3)
        ? {
            'x-amz-target': random.pick([
              'AmazonEC2ContainerRegistry_V20150921.',
              '.',
              'a.b.c.d',
              '__proto__.x',
            ]),
          }
        : {}),
      ...(random.chance(0.2) ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    body: random.chance(0.3) ? text(random) : '',
  };
}
