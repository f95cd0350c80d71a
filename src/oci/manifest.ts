import { isDigest } from '../names/digest.ts';
import { excessOf, type JsonBounds } from '../text/json-structure.ts';
import { OciError } from './errors.ts';
import { isImageManifestType, isIndexType, isSchema1Type, mediaTypes } from './media-types.ts';
import type { Platform } from './platform.ts';

/** A reference to content: its type, digest and size (OCI image-spec, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  readonly urls?: readonly string[];
}

/** The manifest of one image or artifact. */
export interface ImageManifest {
  readonly kind: 'image';
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A list of manifests, one for each platform (or of artifacts). */
export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type Manifest = ImageManifest | ImageIndex;

/**
 * Largest manifest that both ECR and containerd by default accept, in bytes (distribution-spec: at least 4
 * MiB).
 */
export const maxManifestSize = 4 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Parses and validates a manifest or an index, OCI or Docker schema 2.
 * @param content the bytes, exactly as stored.
 * @param mediaType its Content-Type; without it the manifest's own `mediaType` decides, and without that its
 *   shape. A type that contradicts the manifest's own is refused (image-spec: MUST match).
 * @throws OciError MANIFEST_TOO_LARGE, MANIFEST_UNSUPPORTED (schema 1, unknown type) or MANIFEST_INVALID.
 */
export function parseManifest(content: Uint8Array | string, mediaType?: string): Manifest {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
  if (size > maxManifestSize) {
    throw new OciError(
      'MANIFEST_TOO_LARGE',
      `manifest of ${size} bytes is larger than ${maxManifestSize} bytes`,
      'Move large annotations out of the manifest.',
    );
  }
  const fields = parseJson(content);
  const type = typeOf(fields, mediaType);
  if (fields.schemaVersion !== 2) throw invalid('schemaVersion must be 2');
  if (isIndexType(type)) return parseIndex(fields, type);
  if (isImageManifestType(type)) return parseImage(fields, type);
  throw unsupported(type);
}

/** What a manifest refers to and needs: config and layers, or an index's manifests; never its subject. */
export function references(manifest: Manifest): readonly Descriptor[] {
  return manifest.kind === 'index' ? manifest.manifests : [manifest.config, ...manifest.layers];
}

/**
 * Enough for a manifest of 20,000 layers. V8 takes at least a few hundred milliseconds to parse hundreds of
 * thousands of values, or of different names, and blocks all other requests meanwhile.
 */
const bounds: JsonBounds = {
  depth: 64,
  values: 95_000,
  names: {
    most: 20_000,
    besides: new Set([
      'mediaType',
      'digest',
      'size',
      'annotations',
      'urls',
      'platform',
      'architecture',
      'os',
      'os.version',
      'variant',
    ]),
  },
};

function parseJson(content: Uint8Array | string): Fields {
  let value: unknown;
  try {
    const text =
      typeof content === 'string'
        ? content
        : new TextDecoder('utf-8', { fatal: true }).decode(content);
    const excess = excessOf(Buffer.from(text), bounds);
    if (excess !== undefined) throw invalid(excess);
    value = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof OciError) throw cause;
    throw invalid('not JSON', cause);
  }
  return asFields(value, 'manifest');
}

function typeOf(fields: Fields, given: string | undefined): string {
  const own = fields.mediaType;
  if (own !== undefined && typeof own !== 'string') throw invalid('mediaType must be a string');
  const stated = given?.split(';')[0]?.trim().toLowerCase();
  if (stated && own && stated !== own.toLowerCase()) {
    throw invalid(`its mediaType ${JSON.stringify(own)} is not the Content-Type ${stated}`);
  }
  const type = stated || own?.toLowerCase();
  if (type) return type;
  if (fields.schemaVersion === 1) throw unsupported(mediaTypes.dockerSchema1);
  return Array.isArray(fields.manifests) ? mediaTypes.ociIndex : mediaTypes.ociManifest;
}

function parseImage(fields: Fields, mediaType: string): ImageManifest {
  if (fields.manifests !== undefined) throw invalid('an image manifest cannot have manifests');
  return {
    kind: 'image',
    mediaType,
    config: parseDescriptor(fields.config, 'config'),
    layers: parseDescriptors(fields.layers, 'layers'),
    ...common(fields),
  };
}

function parseIndex(fields: Fields, mediaType: string): ImageIndex {
  if (fields.layers !== undefined || fields.config !== undefined) {
    throw invalid('an index cannot have config or layers');
  }
  return {
    kind: 'index',
    mediaType,
    manifests: parseDescriptors(fields.manifests, 'manifests'),
    ...common(fields),
  };
}

function common(fields: Fields): Pick<ImageManifest, 'subject' | 'artifactType' | 'annotations'> {
  const subject = fields.subject;
  return {
    ...(subject === undefined || subject === null
      ? {}
      : { subject: parseDescriptor(subject, 'subject') }),
    ...(typeof fields.artifactType === 'string' && fields.artifactType !== ''
      ? { artifactType: fields.artifactType }
      : {}),
    ...annotationsOf(fields),
  };
}

function parseDescriptors(value: unknown, path: string): Descriptor[] {
  if (!Array.isArray(value)) throw invalid(`${path} must be a list`);
  return value.map((entry, index) => parseDescriptor(entry, `${path}[${index}]`));
}

function parseDescriptor(value: unknown, path: string): Descriptor {
  const fields = asFields(value, path);
  const { mediaType, digest, size, platform, artifactType, urls } = fields;
  if (typeof mediaType !== 'string') throw invalid(`${path}.mediaType must be a string`);
  if (typeof digest !== 'string' || !isDigest(digest))
    throw invalid(`${path}.digest is not a digest`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(`${path}.size must be a whole number of bytes`);
  }
  return {
    mediaType,
    digest,
    size,
    ...(platform === undefined || platform === null
      ? {}
      : { platform: parsePlatformField(platform, `${path}.platform`) }),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(Array.isArray(urls)
      ? { urls: urls.filter((url): url is string => typeof url === 'string') }
      : {}),
    ...annotationsOf(fields),
  };
}

function parsePlatformField(value: unknown, path: string): Platform {
  const { os, architecture, variant } = asFields(value, path);
  if (typeof os !== 'string' || typeof architecture !== 'string') {
    throw invalid(`${path} needs os and architecture`);
  }
  return { os, architecture, ...(typeof variant === 'string' && variant ? { variant } : {}) };
}

function annotationsOf(fields: Fields): { annotations?: Record<string, string> } {
  if (fields.annotations === undefined || fields.annotations === null) return {};
  const entries = Object.entries(asFields(fields.annotations, 'annotations'));
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (texts.length !== entries.length) throw invalid('annotations must be strings');
  return { annotations: Object.fromEntries(texts) };
}

function asFields(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${path} must be an object`);
  }
  return value as Fields;
}

function invalid(what: string, cause?: unknown): OciError {
  return new OciError(
    'MANIFEST_INVALID',
    `manifest invalid: ${what}`,
    'Push the image again with a current client.',
    { cause },
  );
}

function unsupported(type: string): OciError {
  return new OciError(
    'MANIFEST_UNSUPPORTED',
    `media type ${JSON.stringify(type.slice(0, 100))} is not supported`,
    isSchema1Type(type)
      ? 'Registries and containerd no longer support Docker schema 1: rebuild the image.'
      : 'Use an OCI or Docker schema 2 manifest or index.',
  );
}
