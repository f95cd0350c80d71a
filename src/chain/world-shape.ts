import type { PolicyKind } from '../iam/index.ts';
import {
  cacheRuleShape,
  creationTemplateShape,
  encryptionTypeShape,
  upstreamSecretShape,
} from './cache-shape.ts';
import { interfaceShape, networkShape } from './network-shape.ts';
import { nodeReportShape } from './node-report/shape.ts';
import {
  count,
  fact,
  facts,
  flag,
  isObject,
  list,
  moment,
  object,
  oneOf,
  policyText,
  record,
  type Shape,
  text,
} from './shape.ts';

const policyOf = (kind: PolicyKind) => object({ name: text, document: policyText(kind) });
const platform = object({ os: text, architecture: text }, { variant: text });
const container = object(
  { name: text, image: text, imagePullPolicy: text },
  {
    running: flag,
    ended: flag,
    waiting: object({ reason: text, message: text }),
    templateImage: text,
  },
);
const otherRole = object({
  of: oneOf('service account', 'node group', 'auto mode', 'cluster'),
  name: text,
  role: fact(text),
});
const client = object(
  { pod: text, hostNetwork: flag, onFargate: flag },
  { node: text, policyController: text },
);
const owner = object({ kind: text, name: text }, { hasEarlierRevision: flag });
const answer = object({ status: count, message: text });
const secretEntry = object({ location: text, username: text, accepted: fact(answer) });
const failure = object({ code: text, link: text, message: text, fix: text });
const credentialRun = object({ at: moment, wanted: text }, { serviceAccount: text, failure });

const trailImage = object({ tags: list(text) }, { digest: text, mediaType: text, rule: count });
const trailEvent = object(
  {
    at: moment,
    name: oneOf('BatchDeleteImage', 'DeleteRepository', 'PolicyExecutionEvent', 'PutImage'),
    repository: text,
    images: list(trailImage),
  },
  { by: text, error: text },
);

const levels = (kind: 'scp' | 'rcp') =>
  list(
    object({
      target: text,
      policies: list(object({ id: text, name: text, document: policyText(kind) })),
    }),
  );
const grant = object({ grantee: text, operations: list(text), context: record(text) });

/**
 * The structure of a world, for worlds that come from files: everything that the links read is there and of
 * its type, so that a damaged or doctored file is refused instead of misread.
 */
const world = object({
  seenAt: moment,
  complete: flag,
  accounts: facts(
    object({
      organization: text,
      managementAccount: text,
      path: fact(text),
      scps: fact(levels('scp')),
      rcps: fact(levels('rcp')),
    }),
  ),
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
  interfaces: facts(interfaceShape),
  networks: facts(networkShape),
  repositories: facts(
    object(
      {
        policy: fact(policyText('resource')),
        tags: fact(record(text)),
        imageTags: fact(list(text)),
      },
      { encryption: object({ type: encryptionTypeShape }, { key: text }) },
    ),
  ),
  registryPolicies: facts(policyText('resource')),
  cachePrefixes: facts(list(text)),
  keys: facts(
    object(
      {
        state: text,
        isAwsManaged: flag,
        origin: text,
        policy: fact(text),
        grants: fact(list(grant)),
      },
      { deletionDate: moment },
    ),
  ),
  images: facts(
    object(
      {
        digest: text,
        status: oneOf('ACTIVE', 'ARCHIVED', 'ACTIVATING'),
        mediaType: text,
        platforms: fact(list(platform)),
        missingBlobs: fact(list(text)),
      },
      { artifactType: text },
    ),
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
      {
        accountId: text,
        computeType: text,
        nodeGroup: text,
        hybridRole: fact(text),
        system: text,
        conditions: list(object({ type: text, status: text, reason: text, message: text })),
        settings: fact(record(text)),
        imageDisk: fact(object({ capacityBytes: count, availableBytes: count })),
        report: nodeReportShape,
      },
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
      {
        node: text,
        owner,
        serviceAccountRole: text,
        otherRoles: list(otherRole),
        serviceAccountAnnotations: list(text),
        pullRole: object({ role: text, issuer: fact(text), audiences: fact(list(text)) }),
        events: list(text),
        fargate: object({ profile: text, role: fact(text) }),
        refusal: fact(text),
      },
    ),
  ),
  serviceAccounts: facts(
    object(
      { associatedRole: fact(text), issuer: fact(text), audiences: fact(list(text)) },
      { annotatedRole: text, account: text, client: fact(client) },
    ),
  ),
  secrets: facts(object({ type: text }, { registries: list(secretEntry) })),
  credentialRuns: facts(list(credentialRun)),
});

/** Kinds that are there only where something of them was looked for. */
const kindsByNeed = object(
  {},
  {
    identityProviders: facts(object({ clientIds: list(text) })),
    webhooks: facts(
      object({
        kind: oneOf('mutating', 'validating'),
        configuration: text,
        index: count,
        failurePolicy: text,
        timeoutSeconds: count,
        answeredBy: text,
      }),
    ),
    portErrors: facts(count),
    usage: facts(object({ quota: fact(count), busiest: count, throttled: count })),
    otherPolicies: facts(record(policyText('resource'))),
    cacheRules: facts(cacheRuleShape),
    upstreamSecrets: facts(upstreamSecretShape),
    creationTemplates: facts(list(creationTemplateShape)),
    trails: facts(list(trailEvent)),
  },
);

const podPull = object({ kind: oneOf('pod'), namespace: text, pod: text, container: text });
const fromPull = object({
  kind: oneOf('service-account'),
  namespace: text,
  serviceAccount: text,
  image: text,
});
const rolePull = object({ kind: oneOf('role'), role: text, image: text });
const push = object(
  { kind: oneOf('push'), role: text, image: text },
  { token: object({ issuer: text, audience: text, subject: text, claims: record(text) }) },
);
const pulls: ReadonlyMap<unknown, Shape> = new Map([
  ['role', rolePull],
  ['service-account', fromPull],
  ['push', push],
]);

/** @returns what is wrong with a world, naming the field; undefined when nothing is. */
export function worldComplaint(value: unknown): string | undefined {
  return world(value, 'world') ?? kindsByNeed(value, 'world');
}

/** The same for a pull. */
export function pullComplaint(value: unknown): string | undefined {
  const kind = isObject(value) ? value.kind : undefined;
  return (pulls.get(kind) ?? podPull)(value, 'pull');
}
