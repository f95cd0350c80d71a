import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { digestOf } from './digest.ts';
import { OciError } from './errors.ts';
import { maxManifestSize, parseManifest, references } from './manifest.ts';
import { mediaTypes } from './media-types.ts';

const config = { mediaType: mediaTypes.ociConfig, digest: digestOf('{}'), size: 2 };
const layer = { mediaType: mediaTypes.ociLayerGzip, digest: digestOf('layer'), size: 5 };
const image = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers: [layer] };
const child = {
  mediaType: mediaTypes.ociManifest,
  digest: digestOf('child'),
  size: 5,
  platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
};
const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [child] };

const parse = (value: object, type?: string) => parseManifest(JSON.stringify(value), type);

describe('parseManifest', () => {
  it('reads an image manifest and what it needs', () => {
    const manifest = parse(image);
    assert.equal(manifest.kind, 'image');
    assert.deepEqual(references(manifest), [config, layer]);
  });

  it('reads an index and what it lists', () => {
    const manifest = parse(index);
    assert.equal(manifest.kind, 'index');
    assert.deepEqual(references(manifest), [child]);
  });

  it("reads Docker's schema 2 and manifest list", () => {
    assert.equal(parse({ ...image, mediaType: mediaTypes.dockerManifest }).kind, 'image');
    assert.equal(parse({ ...index, mediaType: mediaTypes.dockerManifestList }).kind, 'index');
  });

  it('identifies a manifest without mediaType by its Content-Type, then by its shape', () => {
    const { mediaType: _, ...bare } = index;
    assert.equal(parse(bare, `${mediaTypes.dockerManifestList}; charset=utf-8`).kind, 'index');
    assert.equal(parse(bare).mediaType, mediaTypes.ociIndex);
  });

  it('accepts 20,000 layers, and refuses what takes long to parse', () => {
    const annotated = { ...layer, annotations: { 'org.opencontainers.image.title': 'a' } };
    const layers = Array.from({ length: 20_000 }, (_, i) => (i < 5_000 ? annotated : layer));
    assert.equal(references(parse({ ...image, layers })).length, 20_001);
    const annotations = Object.fromEntries(Array.from({ length: 25_000 }, (_, i) => [`k${i}`, '']));
    assert.throws(() => parse({ ...image, annotations }), {
      code: 'MANIFEST_INVALID',
      message: /names of members/,
    });
  });

  it('does not count the subject among what it needs', () => {
    const manifest = parse({ ...image, subject: child, artifactType: 'a/b' });
    assert.equal(manifest.subject?.digest, child.digest);
    assert.equal(references(manifest).length, 2);
  });

  const refused: [string, object, string][] = [
    ['schema 1', { schemaVersion: 1 }, 'MANIFEST_UNSUPPORTED'],
    ['an unknown type', { ...image, mediaType: 'text/html' }, 'MANIFEST_UNSUPPORTED'],
    ['a missing schemaVersion', { ...image, schemaVersion: undefined }, 'MANIFEST_INVALID'],
    ['a config that is missing', { ...image, config: undefined }, 'MANIFEST_INVALID'],
    ['layers that are no list', { ...image, layers: {} }, 'MANIFEST_INVALID'],
    ['a negative size', { ...image, layers: [{ ...layer, size: -1 }] }, 'MANIFEST_INVALID'],
    ['a bad digest', { ...image, layers: [{ ...layer, digest: 'x' }] }, 'MANIFEST_INVALID'],
    ['layers and manifests at once', { ...image, manifests: [] }, 'MANIFEST_INVALID'],
    ['an index with layers', { ...index, layers: [] }, 'MANIFEST_INVALID'],
    ['annotations that are no strings', { ...image, annotations: { a: 1 } }, 'MANIFEST_INVALID'],
    ['a list', [], 'MANIFEST_INVALID'],
  ];
  for (const [what, value, code] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => parse(value), { name: 'OciError', code }));
  }

  it('refuses a Content-Type that contradicts the manifest', () => {
    assert.throws(() => parse(image, mediaTypes.ociIndex), { code: 'MANIFEST_INVALID' });
  });

  it('refuses more than 4 MiB', () => {
    const padded = `${JSON.stringify(image)}${' '.repeat(maxManifestSize)}`;
    assert.throws(() => parseManifest(padded), { code: 'MANIFEST_TOO_LARGE' });
  });

  it('throws only OciError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json()), (content) => {
        try {
          parseManifest(content);
        } catch (error) {
          assert.ok(error instanceof OciError);
        }
      }),
    );
  });
});
