// Policies of every kind around a pull, of which a few tell one instance from the others, some with escapes in their JSON.
import fc from 'fast-check';
import { changed, withEndpoints, withNat } from '../../../network/testing/private-vpc.ts';
import { absent, type Fact, known, unseen } from '../../fact.ts';
import { allow, document, pull } from '../../testing/across-accounts.ts';
import { networkInterface } from '../../testing/one-account.ts';
import type { AccountFacts, KeyFacts, RoleFacts, World } from '../../world.ts';

export const account = '111122223333';
export const other = '444455556666';
export const role = `arn:aws:iam::${account}:role/node`;
export const key = `arn:aws:kms:us-east-1:${other}:key/11111111-1111-1111-1111-111111111111`;
const session = `arn:aws:sts::${account}:assumed-role/node/i-0abc00001`;

/** Rarely one of the values, mostly the first. */
export function mostly<Value>(first: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(first) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
}

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const everybody = { ...everything, Principal: '*' };
const denied = { Effect: 'Deny', Action: '*', Resource: '*' };
const deniedToAll = { ...denied, Principal: '*' };
const ofInstance = { StringLike: { 'aws:userid': '*:i-0abc00001' } };
const ofAddress = { IpAddress: { 'aws:VpcSourceIp': '10.0.1.11/32' } };

/** The same JSON with something of it escaped, so that a search in its text does not find it. */
const escaped = (text: string): string =>
  text.replaceAll('i-0abc', '\\u0069-0abc').replaceAll('SourceIp', 'Source\\u0049p');

/** A document that says the same of all instances, or one of those that do not. */
const mostlyAlike = (alike: string, ...apart: readonly string[]): fc.Arbitrary<string> =>
  mostly(alike, ...apart.flatMap((text) => [text, escaped(text)]));

const onPrincipals = [
  document(everybody, { ...denied, Principal: { AWS: session } }),
  document(everybody, { ...deniedToAll, Condition: ofInstance }),
  document(everybody, { ...deniedToAll, Condition: ofAddress }),
];
const onAccounts = [
  document(everything, { ...denied, Condition: ofInstance }),
  document(everything, { ...denied, Resource: 'arn:aws:ecr:*:*:repository/$' + '{aws:userid}' }),
];

/** Documents of the policies of a world; those of resources may be absent or unseen. */
export interface Policies {
  readonly identity: string;
  readonly repository: Fact<string>;
  readonly registry: Fact<string>;
  /** Of the endpoints of the VPC; undefined where there are none. */
  readonly endpoints: string | undefined;
  readonly key: string;
  readonly scp: string;
  readonly rcp: string;
}

export const policies: fc.Arbitrary<Policies> = fc.record({
  identity: mostlyAlike(
    document(allow),
    document({ Effect: 'Allow', Action: pull, Resource: '*' }),
    document(allow, { ...denied, Action: 'ecr:*', Condition: ofInstance }),
  ),
  repository: fc.oneof(
    {
      weight: 8,
      arbitrary: mostlyAlike(
        document({ Effect: 'Allow', Principal: { AWS: role }, Action: pull }),
        document({ Effect: 'Allow', Principal: { AWS: session }, Action: pull }),
      ).map(known),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        absent,
        unseen('policy of repository shared', 'ecr:GetRepositoryPolicy'),
      ),
    },
  ),
  registry: fc.oneof(
    fc.constant(absent),
    mostlyAlike(document(everybody), ...onPrincipals).map(known),
  ),
  endpoints: fc.option(mostlyAlike(document(everybody), ...onPrincipals), { nil: undefined }),
  key: mostlyAlike(document(everybody), ...onPrincipals),
  scp: mostlyAlike(document(everything), ...onAccounts),
  rcp: mostlyAlike(document(everybody), ...onPrincipals),
});

export function roleOf({ identity }: Policies): Fact<RoleFacts> {
  return known({
    arn: role,
    trust: document({
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    policies: [{ name: 'own', document: identity }],
    tags: {},
  });
}

export function keyOf({ key: policy }: Policies): Fact<KeyFacts> {
  const grantee = 'ecr.us-east-1.amazonaws.com';
  return known({
    state: 'Enabled',
    isAwsManaged: false,
    origin: 'AWS_KMS',
    policy: known(policy),
    grants: known([{ grantee, operations: ['Decrypt'], context: {} }]),
  });
}

/** Both accounts are in one organization. */
export function accountsOf({ scp, rcp }: Policies): Record<string, Fact<AccountFacts>> {
  const level = (text: string) => {
    const policy = { id: 'p-1', name: 'one', document: text };
    return known([{ target: 'r-ab12', policies: [policy] }]);
  };
  const facts = known({
    organization: 'o-a1b2c3d4e5',
    managementAccount: '999988887777',
    path: known('o-a1b2c3d4e5/r-ab12/'),
    scps: level(scp),
    rcps: level(rcp),
  });
  return { [account]: facts, [other]: facts };
}

/** One VPC, in which every instance has an address of its own. */
export function networksOf(
  { endpoints }: Policies,
  instances: readonly string[],
): Pick<World, 'networks' | 'interfaces'> {
  const policyDocument = endpoints ?? '';
  const network =
    endpoints === undefined
      ? withNat
      : {
          ...withEndpoints,
          endpoints: changed(withEndpoints.endpoints, (all) =>
            all.map((one) => ({ ...one, policyDocument })),
          ),
        };
  return {
    networks: { 'vpc-1': known(network) },
    interfaces: Object.fromEntries(
      instances.map((id, at) => [id, known({ ...networkInterface, privateIp: `10.0.1.1${at}` })]),
    ),
  };
}
