import type { CompiledPolicy, PolicyKind } from '../../iam/index.ts';
import { compiledDocument } from '../compiled-document.ts';
import type { Fact } from '../fact.ts';
import type { World } from '../world.ts';

type Kind = Exclude<keyof World, 'seenAt' | 'complete'>;
type ValueOf<Name extends Kind> =
  NonNullable<World[Name]> extends Readonly<Record<string, Fact<infer Value>>> ? Value : never;

interface Document {
  readonly text: string;
  readonly kind: PolicyKind;
}

/** The policies in a fact, for every kind of fact: one that has none says so. */
const policiesIn: { readonly [Name in Kind]: (value: ValueOf<Name>) => readonly Document[] } = {
  accounts: ({ scps, rcps }) => [...ofLevels(scps, 'scp'), ...ofLevels(rcps, 'rcp')],
  roles: ({ trust, policies, boundary }) => [
    { text: trust, kind: 'trust' },
    ...policies.map(({ document }) => ({ text: document, kind: 'identity' as const })),
    ...(boundary === undefined ? [] : [{ text: boundary.document, kind: 'boundary' as const }]),
  ],
  networks: ({ endpoints }) =>
    endpoints.state !== 'known'
      ? []
      : endpoints.value
          .filter(({ policyDocument }) => policyDocument !== '')
          .map(({ policyDocument }) => ({ text: policyDocument, kind: 'vpce' })),
  repositories: ({ policy }) => ofResource(policy),
  registryPolicies: (policy) => [{ text: policy, kind: 'resource' }],
  keys: ({ policy }) => ofResource(policy),
  instanceProfiles: () => [],
  instances: () => [],
  interfaces: () => [],
  cachePrefixes: () => [],
  cacheRules: () => [],
  upstreamSecrets: () => [],
  creationTemplates: () => [],
  images: () => [],
  elsewhere: () => [],
  trails: () => [],
  otherPolicies: (policies) =>
    Object.values(policies).map((text) => ({ text, kind: 'resource' as const })),
  nodes: () => [],
  pods: () => [],
  secrets: () => [],
  serviceAccounts: () => [],
  credentialRuns: () => [],
  identityProviders: () => [],
  usage: () => [],
  portErrors: () => [],
  webhooks: () => [],
};

function ofResource(policy: Fact<string>): Document[] {
  return policy.state === 'known' ? [{ text: policy.value, kind: 'resource' }] : [];
}

type Levels = ValueOf<'accounts'>['scps'];

function ofLevels(levels: Levels, kind: 'scp' | 'rcp'): Document[] {
  if (levels.state !== 'known') return [];
  return levels.value.flatMap(({ policies }) =>
    policies.map(({ document }) => ({ text: document, kind })),
  );
}

/**
 * Whether a policy of any kind may tell two instances apart that have the same role and stand in the same subnet: it names
 * a session, or asks for a condition key that is not known to be the same for both. A policy that cannot be compiled may.
 */
export function policiesTellApart(world: World): boolean {
  const told = new Map<string, boolean>();
  const tells = ({ text, kind }: Document): boolean => {
    const key = `${kind} ${text}`;
    const known = told.get(key) ?? tellsApart(text, kind);
    told.set(key, known);
    return known;
  };
  return (Object.keys(policiesIn) as Kind[]).some((kind) => policiesOf(world, kind).some(tells));
}

function policiesOf<Name extends Kind>(world: World, kind: Name): Document[] {
  const facts = Object.values(world[kind] ?? {}) as Fact<ValueOf<Name>>[];
  return facts.flatMap((fact) => (fact.state === 'known' ? policiesIn[kind](fact.value) : []));
}

function tellsApart(text: string, kind: PolicyKind): boolean {
  let policy: CompiledPolicy;
  try {
    policy = compiledDocument(text, kind);
  } catch {
    return true;
  }
  return policy.statements.some(({ source }) => {
    const { conditions, principals, notPrincipals, resources, notResources } = source;
    const named = [...(principals ?? []), ...(notPrincipals ?? [])];
    const texts = [
      ...(resources ?? []),
      ...(notResources ?? []),
      ...conditions.flatMap(({ values }) => values),
    ];
    const keys = [...conditions.map(({ key }) => key), ...texts.flatMap(variablesIn)];
    return (
      named.some(({ type, value }) => type === 'AWS' && !namesMoreThanSession.test(value)) ||
      !keys.every(isShared)
    );
  });
}

/** Everybody, an account, a role or a user: whatever else is named may be one session of a role. */
const namesMoreThanSession =
  /^(?:\*|\d{12}|arn:[^:]*:iam::\d{12}:(?:root|role\/.*|user\/.*)|A(?:ROA|IDA)[A-Z0-9]+)$/s;

/** Condition keys that have one value for all sessions of a role in a subnet; `aud` and `sub` are those of a token. */
const sharedKeys = [
  /^aws:Principal(?:Arn|Account|Type|OrgID|OrgPaths|IsAWSService|ServiceName|ServiceNamesList|Tag\/.*)$/is,
  /^aws:Resource(?:Account|OrgID|OrgPaths|Tag\/.*)$/is,
  /^aws:Source(?:Vpc|Vpce|Account|Arn|OrgID|OrgPaths)$/i,
  /^aws:(?:RequestedRegion|RequestTag\/.*|TagKeys|ViaAWSService|CalledVia(?:First|Last)?)$/is,
  /^aws:(?:SecureTransport|CurrentTime|EpochTime|username|MultiFactorAuth(?:Present|Age))$/i,
  /^(?:ecr|kms|s3):.*$/is,
  /^sts:ExternalId$/i,
  /^[^:]+\.[^:]+:(?:aud|sub)$/i,
];

function isShared(key: string): boolean {
  return sharedKeys.some((shared) => shared.test(key));
}

/** The variables of a text. A policy of an older version has none, in which they count all the same. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([^},]*)/g)]
    .map(([, key = '']) => key.trim())
    .filter((key) => !['*', '?', '$'].includes(key));
}
