import type { PropertiesOf, Resource, ResourceOf } from '../../spec/graph/resource.ts';
import { ownerTag } from '../../spec/graph/resource.ts';
import type { Current } from '../observe/current.ts';
import { sameLifecycle, samePolicy } from './same.ts';
import type { AttributeChange } from './types.ts';

/** What of a resource is not as the spec wants it. */
export function differences(wanted: Resource, current: Current): AttributeChange[] {
  switch (wanted.kind) {
    case 'repository':
      return current.kind === wanted.kind
        ? ofRepository(wanted.properties, current.properties)
        : [];
    case 'repository-policy':
    case 'role-policy':
      if (current.kind !== wanted.kind) return [];
      return samePolicy(wanted.properties.document, current.properties.document)
        ? []
        : [document('document', wanted.reason)];
    case 'lifecycle-policy':
      if (current.kind !== wanted.kind) return [];
      return sameLifecycle(wanted.properties.document, current.properties.document)
        ? []
        : [document('document', wanted.reason)];
    case 'cache-rule': {
      if (current.kind !== wanted.kind) return [];
      const { upstream, credentials } = current.properties;
      const [from, to] = [wanted.properties.upstream, wanted.properties.credentials];
      return [
        ...changedText('upstream', upstream, from, 'set when a cache is created, and never after'),
        ...changedText('credentials', credentials, to, 'with which ECR asks there'),
      ];
    }
    case 'creation-template':
      return current.kind === wanted.kind ? ofTemplate(wanted, current.properties) : [];
    case 'registry-policy':
      if (current.kind !== wanted.kind) return [];
      return samePolicy(asPolicy(wanted.properties), asPolicy(current.properties))
        ? []
        : [document('document', wanted.reason)];
    case 'role': {
      if (current.kind !== wanted.kind) return [];
      const trust = samePolicy(wanted.properties.trust, current.properties.trust);
      return [
        ...(trust ? [] : [document('trust', `it is a ${wanted.reason}`)]),
        ...ofTags(wanted.properties.tags, current.properties.tags),
      ];
    }
    case 'instance-profile': {
      if (current.kind !== wanted.kind) return [];
      const [before, after] = [current.properties.role, wanted.properties.role];
      return before === after ? [] : [{ name: 'role', before, after, reason: wanted.reason }];
    }
    case 'oidc-provider': {
      if (current.kind !== wanted.kind) return [];
      const has = new Set(current.properties.audiences);
      return wanted.properties.audiences
        .filter((one) => !has.has(one))
        .map((after) => ({ name: 'audience', before: undefined, after, reason: wanted.reason }));
    }
    case 'role-policy-attachment':
      return [];
  }
}

function asPolicy({ statements }: PropertiesOf['registry-policy']): object {
  return { Version: '2012-10-17', Statement: statements };
}

function changedText(
  name: string,
  before: string | undefined,
  after: string | undefined,
  reason: string,
): AttributeChange[] {
  return before === after ? [] : [{ name, before, after, reason }];
}

function ofTemplate(
  { properties: wanted, reason }: ResourceOf<'creation-template'>,
  current: PropertiesOf['creation-template'],
): AttributeChange[] {
  const same = (a: object | undefined, b: object | undefined, equal: typeof samePolicy) =>
    a === undefined || b === undefined ? a === b : equal(a, b);
  return [
    ...changedText('description', current.description, wanted.description, 'whose it is'),
    ...changedText('mutability', current.mutability, wanted.mutability, 'which tags can be moved'),
    ...(same(wanted.policy, current.policy, samePolicy) ? [] : [document('policy', reason)]),
    ...(same(wanted.lifecycle, current.lifecycle, sameLifecycle)
      ? []
      : [document('lifecycle', reason)]),
  ];
}

/** Documents are shown line by line, by the steps that set them. */
function document(name: string, reason: string): AttributeChange {
  return { name, before: undefined, after: undefined, reason };
}

type Repository = PropertiesOf['repository'];

function ofRepository(wanted: Repository, current: Repository): AttributeChange[] {
  const changed: AttributeChange[] = [];
  const compare = (name: string, before: string, after: string, reason: string): void => {
    if (before !== after) changed.push({ name, before, after, reason });
  };
  compare('mutability', mutabilityText(current), mutabilityText(wanted), 'which tags can be moved');
  compare(
    'scanOnPush',
    String(current.scanOnPush),
    String(wanted.scanOnPush),
    'whether images are scanned when they come in',
  );
  // Without a key in the spec, ECR takes the one that AWS manages.
  const sameKey = wanted.encryption === 'KMS' && current.encryption.startsWith('KMS ');
  if (!sameKey) {
    const reason = 'encryption is set when a repository is created, and never after';
    compare('encryption', current.encryption, wanted.encryption, reason);
  }
  return [...changed, ...ofTags(wanted.tags, current.tags)];
}

export function mutabilityText({ mutability, exclusions }: Repository): string {
  return exclusions.length === 0 ? mutability : `${mutability} (${exclusions.join(', ')})`;
}

/** Tags that the spec names; those that others set are left as they are. */
function ofTags(
  wanted: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string>>,
): AttributeChange[] {
  return Object.entries(wanted)
    .filter(([key, value]) => current[key] !== value)
    .map(([key, after]) => ({
      name: `tags.${key}`,
      before: current[key],
      after,
      reason: key === ownerTag ? 'by which what the spec made is known' : 'the spec declares it',
    }));
}
