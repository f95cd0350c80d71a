// The registry's routes, with names, digests, ranges and bodies of all kinds.
import { digestOf } from '../../../src/oci/digest.ts';
import { mediaTypes } from '../../../src/oci/media-types.ts';
import type { Random } from '../../support/random.ts';
import type { FuzzRequest, Learnt } from '../requests.ts';
import { accounts, anything, digest, encodedText, text } from '../values.ts';

const small = digestOf(Buffer.from('small'));

export function registryRequest(random: Random, learnt: Learnt): FuzzRequest {
  const prefix = random.chance(0.7)
    ? `/v2/${random.pick(accounts)}.dkr.ecr.us-east-1.localhost/`
    : '/v2/';
  const name = random.pick(['app', 'team/app', 'mine/new', 'quay/x', 'App', '..', 'a'.repeat(300)]);
  const reference = random.pick([
    'v1',
    'latest',
    digest,
    small,
    'sha256:x',
    '-',
    `v${random.below(50)}`,
  ]);
  const location = learnt.locations.at(-1 - random.below(5)) ?? '/v2/app/blobs/uploads/x';
  const path = random.pick([
    `${prefix}`,
    `${prefix}_catalog?n=${random.pick(['1', '-1', 'x', '1e9', ''])}`,
    `${prefix}${name}/tags/list?n=${random.pick(['2', '0', 'NaN'])}&last=${random.pick(['v1', '%00', ''])}`,
    `${prefix}${name}/manifests/${reference}`,
    `${prefix}${name}/manifests/${reference}`,
    `${prefix}${name}/blobs/${random.pick([digest, small, 'sha256:'])}`,
    `${prefix}${name}/referrers/${random.pick([digest, small])}`,
    `${prefix}${name}/blobs/uploads/`,
    `${prefix}${name}/blobs/uploads/?digest=${random.pick([small, digest, 'x'])}`,
    `${prefix}${name}/blobs/uploads/?mount=${small}&from=${random.pick(['app', 'team/app', '..', ''])}`,
    location,
    `${location}?digest=${random.pick([small, digest, ''])}`,
    `${prefix}${encodedText(random)}/${random.pick(['manifests', 'blobs', 'x'])}/${encodedText(random)}`,
    `${prefix}${name}/manifests/${reference}?ns=${random.pick(['quay.io', '111122223333.dkr.ecr.us-east-1.amazonaws.com'])}`,
  ]);
  const method = random.pick([
    'GET',
    'GET',
    'HEAD',
    'PUT',
    'PUT',
    'POST',
    'POST',
    'PATCH',
    'DELETE',
    'OPTIONS',
  ]);
  const hasBody = ['PUT', 'POST', 'PATCH'].includes(method);
  return {
    door: `registry ${method}`,
    method,
    path,
    headers: {
      ...(random.chance(0.95)
        ? { authorization: random.pick(learnt.registryTokens) }
        : { authorization: random.pick(['Basic QVdTOng=', 'Bearer x', 'Basic', '']) }),
      ...(hasBody ? { 'content-type': random.pick([...Object.values(mediaTypes), 'x', '']) } : {}),
      ...(random.chance(0.2)
        ? {
            range: random.pick([
              'bytes=0-1',
              'bytes=5-',
              'bytes=-1',
              'bytes=9-1',
              'x',
              'bytes=0-0,2-3',
            ]),
          }
        : {}),
      ...(random.chance(0.3) && hasBody
        ? {
            'content-range': random.pick([
              '0-4',
              'bytes 0-4/5',
              '5-9',
              '9-1',
              'x',
              '0-99999999999999999999',
            ]),
          }
        : {}),
    },
    body: hasBody ? bodyOf(random) : '',
  };
}

function bodyOf(random: Random): string | Buffer {
  const blob = {
    mediaType: mediaTypes.ociLayerGzip,
    digest: random.pick([small, digest]),
    size: 5,
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: { ...blob, mediaType: mediaTypes.ociConfig },
    layers: [blob],
  };
  switch (random.below(6)) {
    case 0:
      return 'small';
    case 1:
      return JSON.stringify(manifest);
    case 2:
      return JSON.stringify({
        ...manifest,
        [random.pick(Object.keys(manifest))]: anything(random),
      });
    case 3:
      return JSON.stringify({
        ...manifest,
        manifests: anything(random),
        subject: anything(random),
      });
    case 4:
      return JSON.stringify(anything(random)) ?? '';
    default:
      return Buffer.from(text(random));
  }
}
