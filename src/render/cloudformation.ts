import type { Graph } from '../spec/graph/graph.ts';
import type { Resource, ResourceKind, ResourceOf } from '../spec/graph/resource.ts';
import { Names } from './names.ts';
import type { RenderedFile } from './rendered.ts';

/** A resource of a template. */
interface Template {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: object;
}

/** Stacks in the order in which they are created: a policy of a repository may name roles of any account. */
const stages = [
  ['1', 'identity', ['oidc-provider', 'role', 'role-policy', 'instance-profile']],
  ['2', 'registry', ['repository', 'creation-template', 'cache-rule', 'registry-policy']],
] as const satisfies readonly (readonly [string, string, readonly ResourceKind[]])[];

/**
 * A graph as templates of CloudFormation: for each account and Region one with its roles and one with its repositories. All
 * whose names begin with 1 are deployed before those that begin with 2. What is attached to a role or a repository is part
 * of it there.
 */
export function renderCloudformation(graph: Graph): RenderedFile[] {
  const writer = new Writer(graph);
  return stages.flatMap(([number, stage, kinds]) =>
    graph.accounts.flatMap((account) => {
      const own = graph.resources.filter(
        (one) => one.account === account.id && (kinds as readonly string[]).includes(one.kind),
      );
      const regions = [...new Set(own.map(({ region }) => region ?? account.region))];
      return regions.flatMap((region) => {
        const here = own.filter((one) => (one.region ?? account.region) === region);
        const Resources = writer.templates(here);
        if (Object.keys(Resources).length === 0) return [];
        const template = {
          AWSTemplateFormatVersion: '2010-09-09',
          Description: `Spec ${graph.name}: ${stage} of account ${account.name}, written by hawser render cloudformation`,
          Resources,
        };
        return [
          {
            path: `${number}-${account.name}-${region}-${stage}.template.json`,
            text: `${JSON.stringify(template, null, 2)}\n`,
          },
        ];
      });
    }),
  );
}

class Writer {
  readonly #graph: Graph;
  readonly #made: ReadonlySet<string>;
  readonly #names = new Names((address) =>
    address
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(''),
  );

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#made = new Set(graph.resources.map(({ address }) => address));
  }

  templates(resources: readonly Resource[]): Record<string, Template> {
    return Object.fromEntries(
      resources.flatMap((one) => {
        const template = this.#template(one);
        if (template === undefined) return [];
        const after = one.dependsOn
          .filter((address) => resources.some((other) => other.address === address))
          .map((address) => this.#names.of(address));
        const { Type, Properties } = template;
        const depending = after.length === 0 ? {} : { DependsOn: after };
        return [[this.#names.of(one.address), { Type, ...depending, Properties }] as const];
      }),
    );
  }

  #template(resource: Resource): Template | undefined {
    switch (resource.kind) {
      case 'repository':
        return { Type: 'AWS::ECR::Repository', Properties: this.#repository(resource) };
      case 'role':
        return { Type: 'AWS::IAM::Role', Properties: this.#role(resource) };
      case 'role-policy':
        return this.#isOfRole(resource) ? undefined : rolePolicy(resource);
      case 'creation-template': {
        const { prefix, description, mutability, lifecycle, policy } = resource.properties;
        const Properties = {
          Prefix: prefix,
          Description: description,
          AppliedFor: ['PULL_THROUGH_CACHE'],
          ImageTagMutability: mutability,
          ...(lifecycle === undefined ? {} : { LifecyclePolicy: JSON.stringify(lifecycle) }),
          ...(policy === undefined ? {} : { RepositoryPolicy: JSON.stringify(policy) }),
        };
        return { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties };
      }
      case 'cache-rule': {
        const { prefix, upstream, credentials } = resource.properties;
        const Properties = {
          EcrRepositoryPrefix: prefix,
          UpstreamRegistryUrl: upstream,
          ...(credentials === undefined ? {} : { CredentialArn: credentials }),
        };
        return { Type: 'AWS::ECR::PullThroughCacheRule', Properties };
      }
      case 'registry-policy': {
        const PolicyText = { Version: '2012-10-17', Statement: resource.properties.statements };
        return { Type: 'AWS::ECR::RegistryPolicy', Properties: { PolicyText } };
      }
      case 'instance-profile': {
        const { name, role } = resource.properties;
        const Properties = { InstanceProfileName: name, Roles: [role] };
        return { Type: 'AWS::IAM::InstanceProfile', Properties };
      }
      case 'oidc-provider': {
        const { issuer, audiences, tags } = resource.properties;
        const Properties = {
          Url: `https://${issuer}`,
          ClientIdList: audiences,
          Tags: tagList(tags),
        };
        return { Type: 'AWS::IAM::OIDCProvider', Properties };
      }
      default:
        return undefined;
    }
  }

  #repository(resource: ResourceOf<'repository'>): object {
    const { name, mutability, exclusions, scanOnPush, encryption, tags } = resource.properties;
    const [EncryptionType, KmsKey] = encryption.split(' ');
    const policy = this.#partOf(resource, 'repository-policy');
    const lifecycle = this.#partOf(resource, 'lifecycle-policy');
    return {
      RepositoryName: name,
      ImageTagMutability: mutability,
      ...(exclusions.length === 0
        ? {}
        : {
            ImageTagMutabilityExclusionFilters: exclusions.map((value) => ({
              ImageTagMutabilityExclusionFilterType: 'WILDCARD',
              ImageTagMutabilityExclusionFilterValue: value,
            })),
          }),
      ImageScanningConfiguration: { ScanOnPush: scanOnPush },
      EncryptionConfiguration: { EncryptionType, ...(KmsKey === undefined ? {} : { KmsKey }) },
      ...(lifecycle === undefined
        ? {}
        : { LifecyclePolicy: { LifecyclePolicyText: JSON.stringify(lifecycle) } }),
      ...(policy === undefined ? {} : { RepositoryPolicyText: policy }),
      Tags: tagList(tags),
    };
  }

  #partOf(
    { account, region, properties: { name } }: ResourceOf<'repository'>,
    kind: 'repository-policy' | 'lifecycle-policy',
  ): object | undefined {
    const part = this.#graph.resources.find(
      (one): one is ResourceOf<'repository-policy' | 'lifecycle-policy'> =>
        one.kind === kind &&
        one.account === account &&
        one.region === region &&
        one.properties.repository === name,
    );
    return part?.properties.document;
  }

  #role(resource: ResourceOf<'role'>): object {
    const { name, description, trust, tags } = resource.properties;
    const own = this.#graph.resources.filter(({ account }) => account === resource.account);
    const policies = own.flatMap((one) =>
      one.kind === 'role-policy' && one.properties.role === name
        ? [{ PolicyName: one.properties.name, PolicyDocument: one.properties.document }]
        : [],
    );
    const attached = own.flatMap((one) =>
      one.kind === 'role-policy-attachment' && one.properties.role === name
        ? [one.properties.policyArn]
        : [],
    );
    return {
      RoleName: name,
      Description: description,
      AssumeRolePolicyDocument: trust,
      ...(attached.length === 0 ? {} : { ManagedPolicyArns: attached }),
      ...(policies.length === 0 ? {} : { Policies: policies }),
      Tags: tagList(tags),
    };
  }

  #isOfRole({ dependsOn }: ResourceOf<'role-policy'>): boolean {
    return dependsOn.some((address) => this.#made.has(address));
  }
}

function rolePolicy({ properties }: ResourceOf<'role-policy'>): Template {
  const { role: RoleName, name: PolicyName, document: PolicyDocument } = properties;
  return { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName, PolicyName, PolicyDocument } };
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
