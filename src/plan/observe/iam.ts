import {
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  type ManagedPolicyDetail,
  paginateGetAccountAuthorizationDetails,
  type RoleDetail,
  type Tag,
} from '@aws-sdk/client-iam';
import type { Access } from '../../evidence/aws/accounts.ts';
import { absentOn } from './absent.ts';
import type { ObservedAccount, ObservedProfile, ObservedProvider, ObservedRole } from './types.ts';

/** What of an account's IAM is looked for by name, beside its roles and policies. */
export interface IamInterest {
  readonly profiles: readonly string[];
  readonly issuers: readonly string[];
}

/**
 * Looks at an account's IAM. Roles, their policies and the documents of managed ones come with one call a page, which is
 * less than a call for each.
 */
export async function observeIam(access: Access, interest: IamInterest): Promise<ObservedAccount> {
  const client = new IAMClient({ region: 'us-east-1', ...access });
  const [details, profiles, providers] = await Promise.all([
    authorizationDetails(client),
    observeProfiles(client, interest.profiles),
    observeProviders(client, interest.issuers),
  ]);
  return { id: access.accountId ?? '', ...details, profiles, providers };
}

async function authorizationDetails(
  client: IAMClient,
): Promise<Pick<ObservedAccount, 'roles' | 'managed'>> {
  const roles = new Map<string, ObservedRole>();
  const managed = new Map<string, object>();
  const pages = paginateGetAccountAuthorizationDetails(
    { client, pageSize: 1000 },
    { Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
  );
  for await (const { RoleDetailList, Policies } of pages) {
    for (const role of RoleDetailList ?? []) roles.set(role.RoleName ?? '', roleOf(role));
    for (const policy of Policies ?? []) {
      const document = documentOf(policy);
      if (document !== undefined) managed.set(policy.Arn ?? '', document);
    }
  }
  return { roles, managed };
}

function roleOf(role: RoleDetail): ObservedRole {
  const inline = (role.RolePolicyList ?? []).map(
    ({ PolicyName = '', PolicyDocument }) => [PolicyName, decoded(PolicyDocument)] as const,
  );
  return {
    arn: role.Arn ?? '',
    name: role.RoleName ?? '',
    trust: decoded(role.AssumeRolePolicyDocument),
    inline: new Map(inline),
    attached: (role.AttachedManagedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    profiles: (role.InstanceProfileList ?? []).map(
      ({ InstanceProfileName = '' }) => InstanceProfileName,
    ),
    tags: tagsOf(role.Tags),
  };
}

function documentOf({ PolicyVersionList }: ManagedPolicyDetail): object | undefined {
  const current = PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion === true);
  return current?.Document === undefined ? undefined : decoded(current.Document);
}

function decoded(document = '{}'): object {
  return JSON.parse(decodeURIComponent(document)) as object;
}

export function tagsOf(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

async function observeProfiles(
  client: IAMClient,
  names: readonly string[],
): Promise<Map<string, ObservedProfile>> {
  const found = await Promise.all(
    names.map(async (InstanceProfileName) => {
      const { InstanceProfile } = await client
        .send(new GetInstanceProfileCommand({ InstanceProfileName }))
        .catch(absentOn('NoSuchEntityException', { InstanceProfile: undefined }));
      if (InstanceProfile === undefined) return [];
      const role = InstanceProfile.Roles?.[0]?.RoleName ?? '';
      return [[InstanceProfileName, { role, tags: tagsOf(InstanceProfile.Tags) }] as const];
    }),
  );
  return new Map(found.flat());
}

async function observeProviders(
  client: IAMClient,
  issuers: readonly string[],
): Promise<Map<string, ObservedProvider>> {
  if (issuers.length === 0) return new Map();
  const { OpenIDConnectProviderList } = await client.send(
    new ListOpenIDConnectProvidersCommand({}),
  );
  const arns = (OpenIDConnectProviderList ?? []).map(({ Arn }) => Arn ?? '');
  const found = await Promise.all(
    issuers.map(async (issuer) => {
      const arn = arns.find((one) => one.endsWith(`:oidc-provider/${issuer}`));
      if (arn === undefined) return [];
      const provider = await client.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
      );
      const audiences = [...(provider.ClientIDList ?? [])].sort();
      return [[issuer, { arn, audiences, tags: tagsOf(provider.Tags) }] as const];
    }),
  );
  return new Map(found.flat());
}
