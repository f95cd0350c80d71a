import { compilePolicy, type PolicyKind } from '../iam/index.ts';

/**
 * The structure of a world, for worlds that come from files: everything that the links read is there and of
 * its type, so that a damaged or doctored file is refused instead of misread.
 */
export type Shape = (value: unknown, path: string) => string | undefined;

type Fields = Readonly<Record<string, Shape>>;

const text: Shape = (value, path) =>
  typeof value === 'string' ? undefined : `${path} is not a string`;
const flag: Shape = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} is neither true nor false`;
const count: Shape = (value, path) =>
  Number.isFinite(value) ? undefined : `${path} is not a number`;
const moment: Shape = (value, path) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? undefined
    : `${path} is not a time`;

const oneOf =
  (...values: readonly string[]): Shape =>
  (value, path) =>
    values.includes(String(value)) ? undefined : `${path} is not one of ${values.join(', ')}`;

const list =
  (of: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} is not a list`;
    return first(value.map((item, at) => () => of(item, `${path}[${at}]`)));
  };

const record =
  (of: Shape): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} is not an object`;
    return first(
      Object.entries(value).map(
        ([key, item]) =>
          () =>
            of(item, `${path}.${key}`),
      ),
    );
  };

const object =
  (needed: Fields, optional: Fields = {}): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} is not an object`;
    return first([
      ...Object.entries(needed).map(
        ([name, of]) =>
          () =>
            of(value[name], `${path}.${name}`),
      ),
      ...Object.entries(optional).map(
        ([name, of]) =>
          () =>
            value[name] === undefined ? undefined : of(value[name], `${path}.${name}`),
      ),
    ]);
  };

/** A policy as AWS gives it out: one that it would take. */
const policyText =
  (kind: PolicyKind): Shape =>
  (value, path) => {
    if (typeof value !== 'string') return `${path} is not a string`;
    try {
      compilePolicy(value, kind);
      return undefined;
    } catch (error) {
      return `${path} is no policy: ${(error as Error).message}`;
    }
  };

const need = object({ fact: text, permission: text });

const fact =
  (of: Shape): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} is not a fact`;
    switch (value.state) {
      case 'absent':
        return undefined;
      case 'unseen':
        return need(value.need, `${path}.need`);
      case 'known':
        return of(value.value, `${path}.value`);
      default:
        return `${path}.state is not one of known, absent, unseen`;
    }
  };

const facts = (of: Shape): Shape => record(fact(of));
const policyOf = (kind: PolicyKind) => object({ name: text, document: policyText(kind) });
const platform = object({ os: text, architecture: text }, { variant: text });
const container = object(
  { name: text, image: text, imagePullPolicy: text },
  { running: flag, waiting: object({ reason: text, message: text }) },
);
const owner = object({ kind: text, name: text }, { hasEarlierRevision: flag });
const answer = object({ status: count, message: text });
const secretEntry = object({ location: text, username: text, accepted: fact(answer) });
const failure = object({ code: text, link: text, message: text, fix: text });
const credentialRun = object({ at: moment, wanted: text }, { serviceAccount: text, failure });

const world = object({
  seenAt: moment,
  complete: flag,
  roles: facts(
    object(
      {
        arn: text,
        trust: policyText('trust'),
        policies: list(policyOf('identity')),
        tags: record(text),
      },
      { boundary: policyOf('boundary') },
    ),
  ),
  instanceProfiles: facts(object({}, { role: text })),
  instances: facts(object({ accountId: text }, { instanceProfile: text })),
  repositories: facts(
    object({
      policy: fact(policyText('resource')),
      tags: fact(record(text)),
      imageTags: fact(list(text)),
    }),
  ),
  registryPolicies: facts(policyText('resource')),
  cachePrefixes: facts(list(text)),
  images: facts(
    object({
      digest: text,
      status: oneOf('ACTIVE', 'ARCHIVED', 'ACTIVATING'),
      mediaType: text,
      platforms: fact(list(platform)),
      missingBlobs: fact(list(text)),
    }),
  ),
  elsewhere: facts(list(text)),
  nodes: facts(
    object(
      {
        name: text,
        providerId: text,
        platform,
        ready: flag,
        credentialProvider: fact(object({ configured: flag, failures: count })),
        images: list(text),
      },
      { accountId: text },
    ),
  ),
  pods: facts(
    object(
      {
        namespace: text,
        name: text,
        serviceAccount: text,
        containers: list(container),
        imagePullSecrets: list(text),
      },
      { node: text, owner, serviceAccountRole: text, events: list(text) },
    ),
  ),
  secrets: facts(object({ type: text }, { registries: list(secretEntry) })),
  credentialRuns: facts(list(credentialRun)),
});

const podPull = object({ kind: oneOf('pod'), namespace: text, pod: text, container: text });
const rolePull = object({ kind: oneOf('role'), role: text, image: text });

/** @returns what is wrong with a world, naming the field; undefined when nothing is. */
export function worldComplaint(value: unknown): string | undefined {
  return world(value, 'world');
}

/** The same for a pull. */
export function pullComplaint(value: unknown): string | undefined {
  const kind = isObject(value) ? value.kind : undefined;
  return (kind === 'role' ? rolePull : podPull)(value, 'pull');
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const complaint = check();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
