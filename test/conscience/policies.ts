// Random policies of a role and a repository, some of which ask for what nobody can see from outside.
import fc from 'fast-check';

export const here = '111122223333';
export const there = '444455556666';
export const region = 'us-east-1';
export const role = `arn:aws:iam::${here}:role/puller`;
export const repositoryName = 'team/app';

export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource?: string;
  readonly Principal?: unknown;
  readonly Condition?: Condition | undefined;
}

/** What decides a pull: everything but the image's content. */
export interface World {
  readonly policies: readonly (readonly Statement[])[];
  readonly boundary: readonly Statement[] | undefined;
  readonly repositoryPolicy: readonly Statement[] | undefined;
  readonly owner: string;
  readonly tag: string;
  readonly tagged: boolean;
  /** What the organization of the role's account, and that of the repository's, lay on them: by level, from the root. */
  readonly scps: readonly (readonly Statement[])[] | undefined;
  readonly rcps: readonly (readonly Statement[])[] | undefined;
  readonly key: KeyFault | undefined;
}

/** What is wrong with the key that encrypts the repository. */
export type KeyFault = 'none' | 'disabled' | 'going' | 'no grant' | 'denies' | 'denies others';

export const organization = 'o-conscience';
const keyFaults: readonly KeyFault[] = [
  'none',
  'none',
  'none',
  'disabled',
  'going',
  'no grant',
  'denies',
  'denies others',
];

const actions = fc.constantFrom(
  'ecr:*',
  'ecr:Batch*',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetAuthorizationToken',
  'ecr:Get*',
  '*',
  'ecr:PutImage',
);
const someActions = fc.uniqueArray(actions, { minLength: 1, maxLength: 3 });
const resources = fc.constantFrom(
  '*',
  `arn:aws:ecr:${region}:${here}:repository/team/app`,
  `arn:aws:ecr:${region}:${there}:repository/team/*`,
  'arn:aws:ecr:*:*:repository/*',
  `arn:aws:ecr:${region}:${here}:repository/team`,
);
const effect = fc.constantFrom(...Array<string>(6).fill('Allow'), 'Deny');
const pullOnly: readonly Statement[] = [
  {
    Effect: 'Allow',
    Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Resource: '*',
  },
];
const seen: readonly (Condition | undefined)[] = [
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalAccount': here } },
  { StringEquals: { 'aws:ResourceTag/team': 'a' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/pull*' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
];
/** Conditions on organizations, which are seen where the organization is. */
const ofOrganizations: readonly (Condition | undefined)[] = [
  ...seen,
  { StringEquals: { 'aws:PrincipalOrgID': organization } },
  { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organization } },
  { StringEquals: { 'aws:ResourceOrgID': organization } },
];
const everything: Statement = { Effect: 'Allow', Action: ['*'], Resource: '*' };
const policyOf = (statement: fc.Arbitrary<Statement>) =>
  fc.array(statement, { minLength: 1, maxLength: 3 });

/** @param hidden conditions on keys that nobody sees; none of them by default. */
export function worlds(hidden: readonly Condition[] = []): fc.Arbitrary<World> {
  // Where keys of organizations are hidden, no organization is there that would show them.
  const isSeen = hidden.length === 0;
  const condition = fc.constantFrom(...(isSeen ? ofOrganizations : seen), ...hidden);
  const scp = fc
    .record({
      Effect: effect,
      Action: someActions,
      Resource: resources,
      Condition: fc.constantFrom(...ofOrganizations),
    })
    .chain((one) => fc.constantFrom([everything], [everything], [everything, one], [one]));
  const rcp = fc
    .record({ Action: someActions, Condition: fc.constantFrom(...ofOrganizations) })
    .map((one) => [{ Effect: 'Deny', Principal: '*', Resource: '*', ...one }]);
  const identityPolicy = policyOf(
    fc.record({ Effect: effect, Action: someActions, Resource: resources, Condition: condition }),
  );
  const grant: Statement = {
    Effect: 'Allow',
    Principal: { AWS: role },
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  };
  const repositoryPolicy = policyOf(
    fc.oneof(
      fc.constant(grant),
      fc.record({
        Effect: effect,
        Principal: fc.constantFrom<unknown>(
          '*',
          { AWS: role },
          { AWS: here },
          { AWS: `arn:aws:iam::${here}:root` },
          { AWS: `arn:aws:iam::${there}:root` },
        ),
        Action: someActions.map((list) =>
          list.map((action) => (action === '*' ? 'ecr:*' : action)),
        ),
        Condition: condition,
      }),
    ),
  );
  return fc.record({
    policies: fc
      .tuple(fc.boolean(), fc.array(identityPolicy, { maxLength: 2 }))
      .map(([granted, others]) => (granted ? [pullOnly, ...others] : others)),
    boundary: fc.option(identityPolicy, { nil: undefined, freq: 1 }),
    repositoryPolicy: fc.option(repositoryPolicy, { nil: undefined, freq: 3 }),
    owner: fc.constantFrom(here, there),
    tag: fc.constantFrom('v1', 'v1', 'v1', 'v9'),
    tagged: fc.boolean(),
    scps: isSeen ? seldom(fc.tuple(scp, scp)) : fc.constant(undefined),
    rcps: isSeen ? seldom(fc.tuple(rcp)) : fc.constant(undefined),
    key: isSeen ? seldom(fc.constantFrom(...keyFaults)) : fc.constant(undefined),
  });
}

function seldom<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 1 });
}

export function documentOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
