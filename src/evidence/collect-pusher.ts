import type { Pull } from '../chain/pull.ts';
import type { World } from '../chain/world.ts';
import { accountOf, formatArn, parseArn } from '../names/arn.ts';
import { observeIdentityProvider } from './aws/role.ts';
import type { Sources } from './collect.ts';

/** Looks at what takes the token of a build: the provider for its issuer, in the account of the role. */
export async function collectPusher(
  { role, token }: Extract<Pull, { kind: 'push' }>,
  world: World,
  { accounts }: Sources,
): Promise<World> {
  if (token === undefined) return world;
  const { partition = 'aws' } = parseArn(role) ?? {};
  const accountId = accountOf(role) ?? '';
  const resource = `oidc-provider/${token.issuer}`;
  const arn = formatArn({ partition, service: 'iam', region: '', accountId, resource });
  const provider = await observeIdentityProvider(accounts.access(accountId), arn);
  return { ...world, identityProviders: { [arn]: provider } };
}
