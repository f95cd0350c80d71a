// Recorded answers of STS, ECR and a registry with one image, by operation or path.
import { type Asked, roleAnswer, tokenAnswer } from '../../../test/support/answering.ts';
import { manifestJson } from '../../oci/client/push.ts';
import { digestOf } from '../../oci/digest.ts';
import { mediaTypes } from '../../oci/media-types.ts';

export const role = 'arn:aws:iam::111122223333:role/node';
export const host = '444455556666.dkr.ecr.us-east-1.amazonaws.com';
export const image = `${host}/team/app:v1`;
export const manifests = '/v2/team/app/manifests/v1';

export const described = (mediaType: string, body: string) => ({
  mediaType,
  digest: digestOf(body),
  size: Buffer.byteLength(body),
});
const config = JSON.stringify({ os: 'linux', architecture: 'arm64' });
const layer = 'the bytes of a layer';
export const manifest = manifestJson({
  mediaType: mediaTypes.ociManifest,
  config: described(mediaTypes.ociConfig, config),
  layers: [described(mediaTypes.ociLayerGzip, layer)],
});
export const layerPath = `/v2/team/app/blobs/${digestOf(layer)}`;

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}
/** Closes the connection instead of answering. */
export const hangUp: Answer = {};
export const registryError = (status: number, code: string, message: string): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ errors: [{ code, message }] }),
});

/** The default answers: a pull that works. */
export const working: Readonly<Record<string, Answer>> = {
  AssumeRole: { type: 'text/xml', body: roleAnswer('ASIAROLE') },
  GetAuthorizationToken: { type: 'application/x-amz-json-1.1', body: tokenAnswer('the-password') },
  [manifests]: { type: mediaTypes.ociManifest, body: manifest },
  [`/v2/team/app/manifests/${digestOf(manifest)}`]: {
    type: mediaTypes.ociManifest,
    body: manifest,
  },
  [`/v2/team/app/blobs/${digestOf(config)}`]: { body: config },
  [layerPath]: { status: 206, body: layer.slice(0, 1) },
};

/** The operation of STS or ECR that is called, else the path. */
export function nameOf({ path, headers, body }: Asked): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  return new URLSearchParams(body).get('Action') ?? path.split('?')[0] ?? '';
}
