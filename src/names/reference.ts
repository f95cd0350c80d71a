import { isDigest } from './digest.ts';
import { InvalidReference, type ReferenceErrorCode } from './errors.ts';

/** An image reference in its fully qualified form: `domain/path[:tag][@digest]`. */
export interface Reference {
  /** Registry host, with its port if given; `docker.io` by default. */
  readonly domain: string;
  /** Repository path, such as `library/busybox`. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/*
 * The grammar of github.com/distribution/reference, fragment by fragment. The kubelet and containerd both parse
 * with it, so what is valid here is valid there.
 */
const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domainName = `${domainComponent}(?:\\.${domainComponent})*`;
const ipv6Address = '\\[(?:[a-fA-F0-9:]+)\\]';
const domain = `(?:${domainName}|${ipv6Address})(?::[0-9]+)?`;
const separator = '(?:[._]|__|[-]+)';
const pathComponent = `[a-z0-9]+(?:${separator}[a-z0-9]+)*`;
const remoteName = `${pathComponent}(?:/${pathComponent})*`;
const tag = '[\\w][\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const wholeDomain = new RegExp(`^${domain}$`);
const wholePath = new RegExp(`^${remoteName}$`);
const wholeTag = new RegExp(`^${tag}$`);
const wholeDigest = new RegExp(`^${digest}$`);
const bareIdentifier = /^[a-f0-9]{64}$/;

/** Longest repository name, domain included (distribution/reference, RepositoryNameTotalLengthMax). */
const maxNameLength = 255;
const defaultDomain = 'docker.io';
const officialNamespace = 'library/';

/**
 * Parses a reference as the kubelet and containerd do (`ParseNormalizedNamed`): a first component without
 * a dot, colon or upper-case letter that is not `localhost` belongs to the path, the domain then being
 * docker.io, and a docker.io path of one component gets `library/`.
 * @throws InvalidReference with a REFERENCE_… code that says what is wrong.
 */
export function parseReference(text: string): Reference {
  rejectWhatIsNoReference(text);
  const { name, tag, digest } = split(text);
  const { domain, path } = qualify(name);
  checkName(text, domain, path);
  if (tag !== undefined) checkTag(tag);
  if (digest !== undefined) checkDigest(digest);
  return {
    domain,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** @returns the reference with tag `latest` when it has neither tag nor digest, as the kubelet applies it. */
export function withDefaultTag(reference: Reference): Reference {
  if (reference.tag !== undefined || reference.digest !== undefined) return reference;
  return { ...reference, tag: 'latest' };
}

/**
 * What a container runtime pulls for a reference (distribution: ParseDockerRef): a digest makes the tag
 * meaningless, and without either the tag is `latest`.
 */
export function asPulled(reference: Reference): Reference {
  const { domain, path, digest } = reference;
  return digest === undefined ? withDefaultTag(reference) : { domain, path, digest };
}

/** @returns the fully qualified text of a reference. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.domain}/${reference.path}${tag}${digest}`;
}

function rejectWhatIsNoReference(text: string): void {
  if (text === '') throw bad('REFERENCE_EMPTY', '', 'Give the image a name.');
  if (/\s/.test(text)) {
    throw bad('REFERENCE_SPACE', '', 'Remove the white space from the image name.');
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw bad('REFERENCE_SCHEME', '', 'Remove the scheme (https://) from the image name.');
  }
  if (bareIdentifier.test(text)) {
    throw new InvalidReference(
      'REFERENCE_BARE_ID',
      `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`,
      'Name the repository and put the digest after it: repository@sha256:….',
    );
  }
}

/** The digest starts at the `@`; the tag at the last colon after the last slash. */
function split(text: string): { name: string; tag?: string; digest?: string } {
  const [beforeDigest = '', ...digests] = text.split('@');
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1);
  // A colon in the first and only component can start a port only when a path follows it.
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  return {
    name,
    ...(colon === -1 ? {} : { tag: beforeDigest.slice(colon + 1) }),
    ...(digests.length === 0 ? {} : { digest: digests.join('@') }),
  };
}

function qualify(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  const named = slash !== -1 && isDomain;
  const domain = named ? first : defaultDomain;
  const path = named ? name.slice(slash + 1) : name;
  if (domain === 'index.docker.io') return { domain: defaultDomain, path: official(path) };
  return { domain, path: domain === defaultDomain ? official(path) : path };
}

function official(path: string): string {
  return path.includes('/') ? path : officialNamespace + path;
}

function checkName(text: string, domain: string, path: string): void {
  if (path !== path.toLowerCase()) {
    throw bad(
      'REFERENCE_UPPERCASE',
      `: repository name (${path}) must be lowercase`,
      `Write the repository in lower case: ${path.toLowerCase()}.`,
    );
  }
  if (!wholeDomain.test(domain)) {
    throw bad('REFERENCE_BAD_DOMAIN', '', `${quote(domain)} is not a registry host[:port].`);
  }
  if (!wholePath.test(path)) {
    throw bad(
      'REFERENCE_BAD_PATH',
      '',
      `${quote(path)} is not a repository path in ${quote(text.slice(0, 300))}: each part is lower-case letters and digits, joined by ".", "_", "__" or dashes.`,
    );
  }
  if (`${domain}/${path}`.length > maxNameLength) {
    throw new InvalidReference(
      'REFERENCE_TOO_LONG',
      `repository name must not be more than ${maxNameLength} characters`,
      'Shorten the repository path.',
    );
  }
}

function checkTag(text: string): void {
  if (text === '') {
    throw bad('REFERENCE_EMPTY_TAG', '', 'Nothing follows the colon: add a tag or remove it.');
  }
  if (!wholeTag.test(text)) {
    throw bad(
      'REFERENCE_BAD_TAG',
      '',
      'A tag has at most 128 letters, digits, "_", "." and "-", and starts with a letter, digit or "_".',
    );
  }
}

function checkDigest(text: string): void {
  if (!wholeDigest.test(text)) {
    throw bad('REFERENCE_BAD_DIGEST', '', 'After @ comes sha256: and 64 hex digits.');
  }
  if (!isDigest(text)) {
    throw new InvalidReference(
      'REFERENCE_BAD_DIGEST',
      'invalid checksum digest length',
      'A sha256 digest has 64 lower-case hex digits, a sha512 digest 128.',
    );
  }
}

function bad(code: ReferenceErrorCode, detail: string, hint: string): InvalidReference {
  return new InvalidReference(code, `invalid reference format${detail}`, hint);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 300));
}
