// A pull through a cache rule of the role's own account, and what may be wrong with the rule.
import { cacheRoleArn } from '../cache.ts';
import { absent, known } from '../fact.ts';
import { prove } from '../prove.ts';
import { type CacheRuleFacts, emptyWorld, type RoleFacts, type World } from '../world.ts';

export const account = '111122223333';
export const other = '444455556666';
export const registry = `${account}/us-east-1`;
export const role = `arn:aws:iam::${account}:role/node`;
export const cacheRole = `arn:aws:iam::${account}:role/upstream`;
export const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:ecr-pullthroughcache/hub-AbCdEf`;
export const digest = `sha256:${'a'.repeat(64)}`;
export const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
export const allow = (...Action: string[]) => document({ Effect: 'Allow', Action, Resource: '*' });
export const trusting = (Service: string) =>
  document({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });
export const roleOf = (arn: string, more: Partial<RoleFacts> = {}) =>
  known({ arn, trust: trusting('ec2.amazonaws.com'), policies: [], tags: {}, ...more });
export const ofEcr = cacheRoleArn({ partition: 'aws', registryId: account } as never);

/** Proves a pull behind a cache rule, by a role that may do everything in ECR. @param path with tag or digest. */
export function proofOf(path: string, rule: Partial<CacheRuleFacts>, more: Partial<World> = {}) {
  const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/${path}`;
  const key = `${registry}/${path.replace(/[:@].*$/, '')}`;
  const id = /@/.test(path) ? path.slice(path.indexOf('@')) : path.slice(path.indexOf(':'));
  const facts = { prefix: 'hub', upstream: 'registry-1.docker.io', ...rule };
  const world: World = {
    ...emptyWorld,
    accounts: { [account]: absent, [other]: absent },
    repositories: { [key]: absent },
    registryPolicies: { [registry]: absent, [`${other}/us-east-1`]: absent },
    cachePrefixes: { [registry]: known([facts.prefix]), [`${other}/us-east-1`]: known([]) },
    cacheRules: { [`${registry}/${facts.prefix}`]: known(facts) },
    upstreamSecrets: { [secret]: known({ name: 'ecr-pullthroughcache/hub', isDeleted: false }) },
    creationTemplates: { [registry]: absent },
    images: { [`${key}${id}`]: absent },
    ...more,
    roles: {
      [role]: roleOf(role, { policies: [{ name: 'all', document: allow('ecr:*') }] }),
      [ofEcr]: roleOf(ofEcr),
      ...more.roles,
    },
  };
  const proof = prove({ kind: 'role', role, image }, world);
  const [cause] = proof.causes;
  return {
    code: cause?.code,
    text: cause?.deciding.text ?? '',
    patch: cause?.fix.patch ?? '',
    fix: cause?.fix.text ?? '',
    needs: proof.needs.map(({ permission }) => permission),
    status: proof.links.find(({ link }) => link === 'pull-through-cache')?.status,
  };
}
