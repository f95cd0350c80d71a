import {
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListInstanceProfiles,
  paginateListRolePolicies,
  type Role,
} from '@aws-sdk/client-iam';
import { type Fact, known } from '../../chain/fact.ts';
import {
  type Facts,
  type IdentityProviderFacts,
  type InstanceProfileFacts,
  identityProviderAt,
  instanceProfileAt,
  type NamedPolicy,
  type RoleFacts,
  roleAt,
} from '../../chain/world.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/** Looks at a role: trust, inline and attached policies, boundary, tags. */
export function observeRole(access: Access, arn: string): Promise<Fact<RoleFacts>> {
  return once(access, `role ${arn}`, () => lookAtRole(access, arn));
}

async function lookAtRole(access: Access, arn: string): Promise<Fact<RoleFacts>> {
  const client = new IAMClient({ region: 'us-east-1', ...access });
  const RoleName = nameOf(arn);
  const look = { ...roleAt(arn), absentOn: ['NoSuchEntity', 'NoSuchEntityException'] };
  const found = await observe(
    look,
    async () => (await client.send(new GetRoleCommand({ RoleName }))).Role,
  );
  if (found.state !== 'known') return found;
  const role = found.value;
  // A policy that is not found does not make the role one that is not there.
  return observe({ ...look, absentOn: [] }, async () => {
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      arn: role.Arn ?? arn,
      trust: decodeURIComponent(role.AssumeRolePolicyDocument ?? ''),
      policies: [
        ...(await inlinePolicies(client, RoleName)),
        ...(await attached(client, RoleName)),
      ],
      tags: tagsOf(role),
      ...(boundary === undefined ? {} : { boundary: await managedPolicy(client, boundary) }),
    };
  });
}

/** Looks at an instance profile: which role is in it. */
export function observeInstanceProfile(
  access: Access,
  arn: string,
): Promise<Fact<InstanceProfileFacts>> {
  return once(access, `instance profile ${arn}`, () => lookAtInstanceProfile(access, arn));
}

function lookAtInstanceProfile(access: Access, arn: string): Promise<Fact<InstanceProfileFacts>> {
  const client = new IAMClient({ region: 'us-east-1', ...access });
  const look = {
    ...instanceProfileAt(arn),
    absentOn: ['NoSuchEntity', 'NoSuchEntityException'],
  };
  return observe(look, async () => {
    const { InstanceProfile: profile } = await client.send(
      new GetInstanceProfileCommand({ InstanceProfileName: nameOf(arn) }),
    );
    const role = profile?.Roles?.[0]?.Arn;
    return role === undefined ? {} : { role };
  });
}

/** Looks at the instance profiles of an account, by ARN; none when they can't be listed. */
export function observeInstanceProfiles(access: Access): Promise<Facts<InstanceProfileFacts>> {
  return once(access, `instance profiles of ${access.accountId}`, () =>
    lookAtInstanceProfiles(access),
  );
}

async function lookAtInstanceProfiles(access: Access): Promise<Facts<InstanceProfileFacts>> {
  const client = new IAMClient({ region: 'us-east-1', ...access });
  const look = {
    fact: 'instance profiles of the account',
    permission: 'iam:ListInstanceProfiles',
    absentOn: [],
  };
  const found = await observe(look, async () => {
    const profiles: [string, Fact<InstanceProfileFacts>][] = [];
    for await (const page of paginateListInstanceProfiles({ client }, {})) {
      for (const { Arn = '', Roles } of page.InstanceProfiles ?? []) {
        const role = Roles?.[0]?.Arn;
        profiles.push([Arn, known(role === undefined ? {} : { role })]);
      }
    }
    return profiles;
  });
  return found.state === 'known' ? Object.fromEntries(found.value) : {};
}

/** Looks at IAM's identity provider for an issuer: which audiences it takes. @param arn of the provider. */
export async function observeAudiences(
  access: Access,
  arn: string,
): Promise<Fact<readonly string[]>> {
  const provider = await observeIdentityProvider(access, arn);
  return provider.state === 'known' ? known(provider.value.clientIds) : provider;
}

/** Looks at an identity provider of IAM. @param arn of the provider. */
export function observeIdentityProvider(
  access: Access,
  arn: string,
): Promise<Fact<IdentityProviderFacts>> {
  const client = new IAMClient({ region: 'us-east-1', ...access });
  const look = { ...identityProviderAt(arn), absentOn: ['NoSuchEntity', 'NoSuchEntityException'] };
  return observe(look, async () => {
    const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    return { clientIds: (await client.send(command)).ClientIDList ?? [] };
  });
}

async function inlinePolicies(client: IAMClient, RoleName: string): Promise<NamedPolicy[]> {
  const found: NamedPolicy[] = [];
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      const policy = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      found.push({ name: PolicyName, document: decodeURIComponent(policy.PolicyDocument ?? '') });
    }
  }
  return found;
}

async function attached(client: IAMClient, RoleName: string): Promise<NamedPolicy[]> {
  const found: NamedPolicy[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    for (const { PolicyArn = '' } of page.AttachedPolicies ?? []) {
      found.push(await managedPolicy(client, PolicyArn));
    }
  }
  return found;
}

async function managedPolicy(client: IAMClient, PolicyArn: string): Promise<NamedPolicy> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId ?? 'v1';
  const { PolicyVersion } = await client.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId }),
  );
  return { name: PolicyArn, document: decodeURIComponent(PolicyVersion?.Document ?? '') };
}

function tagsOf({ Tags }: Role): Record<string, string> {
  return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
