import { text } from '../actions/print/hcl.ts';
import type { Graph } from '../spec/graph/graph.ts';
import type { Resource, ResourceKind } from '../spec/graph/resource.ts';
import type { SpecAccount } from '../spec/types.ts';
import { type Body, block, encoded, list, raw, tagMap } from './hcl-block.ts';
import { Names } from './names.ts';
import type { RenderedFile } from './rendered.ts';

const types: Readonly<Record<ResourceKind, string>> = {
  repository: 'aws_ecr_repository',
  'repository-policy': 'aws_ecr_repository_policy',
  'lifecycle-policy': 'aws_ecr_lifecycle_policy',
  'cache-rule': 'aws_ecr_pull_through_cache_rule',
  'creation-template': 'aws_ecr_repository_creation_template',
  'registry-policy': 'aws_ecr_registry_policy',
  role: 'aws_iam_role',
  'role-policy': 'aws_iam_role_policy',
  'role-policy-attachment': 'aws_iam_role_policy_attachment',
  'instance-profile': 'aws_iam_instance_profile',
  'oidc-provider': 'aws_iam_openid_connect_provider',
};

/**
 * A graph as a configuration of Terraform with the AWS provider. Each account and Region is a provider of its own, with the
 * profile that the variable `profiles` names for the account, and refuses credentials of any other account.
 */
export function renderTerraform(graph: Graph): RenderedFile[] {
  const writer = new Writer(graph);
  const parts = [
    '# Written by hawser render terraform. Change the spec instead.',
    header(graph),
    ...writer.providers(),
    ...graph.resources.map((one) => writer.resource(one)),
  ];
  return [{ path: 'main.tf', text: `${parts.join('\n\n')}\n` }];
}

/** Exceptions to the mutability of tags came with version 6.8 of the provider. */
function header({ resources }: Graph): string {
  const excepted = resources.some(
    (one) => one.kind === 'repository' && one.properties.exclusions.length > 0,
  );
  return `terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ${text(excepted ? '>= 6.8' : '>= 5.80')}
    }
  }
}

variable "profiles" {
  description = "AWS profile for each account, by its name in the spec; left out, the default credentials"
  type        = map(string)
  default     = {}
}`;
}

class Writer {
  readonly #graph: Graph;
  readonly #byAddress: ReadonlyMap<string, Resource>;
  readonly #names = new Names((address) => address.replace(/[^\w-]/g, '_').replace(/^(?=\d)/, '_'));

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#byAddress = new Map(graph.resources.map((one) => [one.address, one]));
  }

  providers(): string[] {
    const places = new Map<string, readonly [SpecAccount, string]>();
    for (const resource of this.#graph.resources) {
      const [account, region] = this.#placeOf(resource);
      places.set(aliasOf(account, region), [account, region]);
    }
    return [...places].map(([alias, [account, region]]) =>
      block('provider "aws"', {
        alias: text(alias),
        region: text(region),
        profile: `lookup(var.profiles, ${text(account.name)}, null)`,
        allowed_account_ids: list([account.id]),
      }),
    );
  }

  resource(resource: Resource): string {
    const [account, region] = this.#placeOf(resource);
    const after = resource.dependsOn.flatMap((address) => this.#reference(address) ?? []);
    return block(
      `resource ${text(types[resource.kind])} ${text(this.#names.of(resource.address))}`,
      {
        provider: `aws.${aliasOf(account, region)}`,
        ...this.#body(resource),
        ...(after.length === 0 ? {} : { depends_on: `[${after.join(', ')}]` }),
      },
    );
  }

  /** What is in no Region is reached through the account's own. */
  #placeOf({ account: id, region }: Resource): readonly [SpecAccount, string] {
    const account = this.#graph.accounts.find((one) => one.id === id);
    if (account === undefined) throw new TypeError(`no account ${id}`);
    return [account, region ?? account.region];
  }

  #reference(address: string): string | undefined {
    const found = this.#byAddress.get(address);
    return found && `${types[found.kind]}.${this.#names.of(address)}`;
  }

  #body(resource: Resource): Body {
    switch (resource.kind) {
      case 'repository': {
        const { name, mutability, exclusions, scanOnPush, encryption, tags } = resource.properties;
        const [type = '', key] = encryption.split(' ');
        return {
          name: text(name),
          image_tag_mutability: text(mutability),
          tags: tagMap(tags),
          image_scanning_configuration: raw({ scan_on_push: String(scanOnPush) }),
          encryption_configuration: raw({
            encryption_type: text(type),
            ...(key === undefined ? {} : { kms_key: text(key) }),
          }),
          image_tag_mutability_exclusion_filter: exclusions.map((filter) =>
            raw({ filter: text(filter), filter_type: text('WILDCARD') }),
          ),
        };
      }
      case 'repository-policy':
      case 'lifecycle-policy':
        return {
          repository: text(resource.properties.repository),
          policy: encoded(resource.properties.document),
        };
      case 'cache-rule': {
        const { prefix, upstream, credentials } = resource.properties;
        return {
          ecr_repository_prefix: text(prefix),
          upstream_registry_url: text(upstream),
          ...(credentials === undefined ? {} : { credential_arn: text(credentials) }),
        };
      }
      case 'creation-template': {
        const { prefix, description, mutability, lifecycle, policy } = resource.properties;
        return {
          prefix: text(prefix),
          description: text(description),
          applied_for: list(['PULL_THROUGH_CACHE']),
          image_tag_mutability: text(mutability),
          ...(lifecycle === undefined ? {} : { lifecycle_policy: encoded(lifecycle) }),
          ...(policy === undefined ? {} : { repository_policy: encoded(policy) }),
        };
      }
      case 'registry-policy':
        return {
          policy: encoded({ Version: '2012-10-17', Statement: resource.properties.statements }),
        };
      case 'role':
        return {
          name: text(resource.properties.name),
          description: text(resource.properties.description),
          assume_role_policy: encoded(resource.properties.trust),
          tags: tagMap(resource.properties.tags),
        };
      case 'role-policy':
        return {
          name: text(resource.properties.name),
          role: text(resource.properties.role),
          policy: encoded(resource.properties.document),
        };
      case 'role-policy-attachment':
        return {
          role: text(resource.properties.role),
          policy_arn: text(resource.properties.policyArn),
        };
      case 'instance-profile':
        return {
          name: text(resource.properties.name),
          role: text(resource.properties.role),
          tags: tagMap(resource.properties.tags),
        };
      case 'oidc-provider':
        return {
          url: text(`https://${resource.properties.issuer}`),
          client_id_list: list(resource.properties.audiences),
          tags: tagMap(resource.properties.tags),
        };
    }
  }
}

function aliasOf({ name }: SpecAccount, region: string): string {
  return `${name}-${region}`;
}
