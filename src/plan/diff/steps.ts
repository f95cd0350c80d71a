import type { Change } from '../../actions/index.ts';
import { formatArn } from '../../names/arn.ts';
import { partitionOf } from '../../names/partitions.ts';
import { repositoryArn } from '../../names/repository.ts';
import type { Resource } from '../../spec/graph/resource.ts';
import type { Current } from '../observe/current.ts';
import { cacheRemoval, cacheSteps, isOfCache } from './cache-steps.ts';
import type { AttributeChange } from './types.ts';

/** The calls that bring a resource about that is not there. */
export function creation(wanted: Resource): Change[] {
  if (isOfCache(wanted)) return cacheSteps(wanted, undefined);
  const base = baseOf(wanted);
  switch (wanted.kind) {
    case 'repository': {
      const { name, mutability, exclusions, scanOnPush, encryption, tags } = wanted.properties;
      const [type = '', key] = encryption.split(' ');
      const settings = {
        mutability: { setting: mutability, exclusions },
        scanOnPush,
        encryption: key === undefined ? { type } : { type, key },
        tags,
      };
      return [{ ...inRegion(wanted), kind: 'create-repository', repository: name, settings }];
    }
    case 'repository-policy': {
      const { repository, document } = wanted.properties;
      return [{ ...inRegion(wanted), kind: 'set-repository-policy', repository, document }];
    }
    case 'lifecycle-policy': {
      const { repository, document } = wanted.properties;
      return [{ ...inRegion(wanted), kind: 'set-lifecycle-policy', repository, document }];
    }
    case 'role': {
      const { name: roleName, description, trust, tags } = wanted.properties;
      return [{ ...base, kind: 'create-role', roleName, description, trust, tags }];
    }
    case 'role-policy': {
      const { role: roleName, name: policyName, document } = wanted.properties;
      return [{ ...base, kind: 'put-role-policy', roleName, policyName, document }];
    }
    case 'role-policy-attachment': {
      const { role: roleName, policyArn } = wanted.properties;
      return [{ ...base, kind: 'attach-role-policy', roleName, policyArn }];
    }
    case 'instance-profile': {
      const { name: profileName, role: roleName, tags } = wanted.properties;
      return [
        { ...base, kind: 'create-instance-profile', profileName, tags },
        { ...base, kind: 'add-role-to-instance-profile', profileName, roleName },
      ];
    }
    case 'oidc-provider': {
      const { issuer, audiences, tags } = wanted.properties;
      const [audience = '', ...others] = audiences;
      const providerArn = providerArnOf(wanted.account, partitionHere(wanted), issuer);
      return [
        { ...base, kind: 'create-oidc-provider', url: `https://${issuer}`, audience, tags },
        ...others.map((other) => ({
          ...base,
          kind: 'add-oidc-audience' as const,
          providerArn,
          audience: other,
        })),
      ];
    }
  }
}

/** The calls that change what differs. */
export function updates(
  wanted: Resource,
  current: Current,
  changed: readonly AttributeChange[],
): Change[] {
  if (isOfCache(wanted)) return cacheSteps(wanted, current);
  const base = baseOf(wanted);
  const differs = (name: string) => changed.some((one) => one.name === name);
  const tags = tagsIn(changed);
  const isTagged = Object.keys(tags).length > 0;
  switch (wanted.kind) {
    case 'repository': {
      const at = inRegion(wanted);
      const { name: repository, mutability: setting, exclusions, scanOnPush } = wanted.properties;
      const { account, region } = at;
      const arn = repositoryArn({ registryId: account, region, name: repository });
      return [
        ...(differs('mutability')
          ? [{ ...at, kind: 'set-tag-mutability' as const, repository, setting, exclusions }]
          : []),
        ...(differs('scanOnPush')
          ? [{ ...at, kind: 'set-scan-on-push' as const, repository, scanOnPush }]
          : []),
        ...(isTagged
          ? [{ ...at, kind: 'tag-repository' as const, repository, repositoryArn: arn, tags }]
          : []),
      ];
    }
    case 'role': {
      const { name: roleName, trust: document } = wanted.properties;
      const before = current.kind === 'role' ? current.properties.trust : {};
      return [
        ...(differs('trust')
          ? [{ ...base, kind: 'set-trust-policy' as const, roleName, document, before }]
          : []),
        ...(isTagged ? [{ ...base, kind: 'tag-role' as const, roleName, tags }] : []),
      ];
    }
    case 'instance-profile': {
      const { name: profileName, role: roleName } = wanted.properties;
      const other = current.kind === 'instance-profile' ? current.properties.role : '';
      return [
        ...(other === ''
          ? []
          : [
              {
                ...base,
                kind: 'remove-role-from-instance-profile' as const,
                profileName,
                roleName: other,
              },
            ]),
        { ...base, kind: 'add-role-to-instance-profile', profileName, roleName },
      ];
    }
    case 'oidc-provider': {
      const providerArn = providerArnOf(
        wanted.account,
        partitionHere(wanted),
        wanted.properties.issuer,
      );
      return changed.flatMap(({ name, after }): Change[] =>
        name === 'audience' && after !== undefined
          ? [{ ...base, kind: 'add-oidc-audience', providerArn, audience: after }]
          : [],
      );
    }
    case 'repository-policy':
    case 'lifecycle-policy':
    case 'role-policy': {
      const before = 'document' in current.properties ? current.properties.document : {};
      return creation(wanted).map((step) => ({ ...step, before }) as Change);
    }
    case 'role-policy-attachment':
      return [];
  }
}

/** The calls that remove a resource. @param force also with the images in it. */
export function removal(current: Current, reason: string, force: boolean): Change[] {
  if (isOfCache(current)) return cacheRemoval(current, reason);
  const reversibility = current.kind === 'repository' ? 'irreversible' : 'reversible';
  const base = { account: current.account, reason, reversibility } as const;
  const regional = { ...base, region: current.region ?? '' };
  switch (current.kind) {
    case 'repository': {
      const { name: repository } = current.properties;
      return [{ ...regional, kind: 'delete-repository', repository, force }];
    }
    case 'repository-policy':
      return [{ ...regional, kind: 'delete-repository-policy', ...named(current.properties) }];
    case 'lifecycle-policy':
      return [{ ...regional, kind: 'delete-lifecycle-policy', ...named(current.properties) }];
    case 'role':
      return [{ ...base, kind: 'delete-role', roleName: current.properties.name }];
    case 'role-policy': {
      const { role: roleName, name: policyName } = current.properties;
      return [{ ...base, kind: 'delete-role-policy', roleName, policyName }];
    }
    case 'role-policy-attachment': {
      const { role: roleName, policyArn } = current.properties;
      return [{ ...base, kind: 'detach-role-policy', roleName, policyArn }];
    }
    case 'instance-profile': {
      const { name: profileName, role: roleName } = current.properties;
      return [
        ...(roleName === ''
          ? []
          : [
              {
                ...base,
                kind: 'remove-role-from-instance-profile' as const,
                profileName,
                roleName,
              },
            ]),
        { ...base, kind: 'delete-instance-profile', profileName },
      ];
    }
    case 'oidc-provider': {
      const providerArn = providerArnOf(current.account, 'aws', current.properties.issuer);
      return [{ ...base, kind: 'delete-oidc-provider', providerArn }];
    }
  }
}

function named({ repository }: { readonly repository: string }) {
  return { repository };
}

function baseOf({ account, reason }: Resource) {
  return { account, reason, reversibility: 'reversible' as const };
}

function inRegion(wanted: Resource) {
  return { ...baseOf(wanted), region: wanted.region ?? '' };
}

function partitionHere({ region }: Resource): string {
  return partitionOf(region ?? '').id;
}

function providerArnOf(accountId: string, partition: string, issuer: string): string {
  const resource = `oidc-provider/${issuer}`;
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}

function tagsIn(changed: readonly AttributeChange[]): Record<string, string> {
  return Object.fromEntries(
    changed.flatMap(({ name, after }) =>
      name.startsWith('tags.') && after !== undefined ? [[name.slice('tags.'.length), after]] : [],
    ),
  );
}
