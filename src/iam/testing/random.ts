import fc from 'fast-check';
import type { Case, Doc } from './naive.ts';

// A small world, so that random statements often meet random requests.
const accounts = ['111122223333', '444455556666'];
const principals = accounts.flatMap((account) => [
  `arn:aws:iam::${account}:root`,
  `arn:aws:iam::${account}:user/ann`,
  `arn:aws:iam::${account}:role/node`,
  `arn:aws:sts::${account}:assumed-role/node/i-1`,
  `arn:aws:sts::${account}:federated-user/ann`,
]);
const actions = [
  'ecr:BatchGetImage',
  'ecr:PutImage',
  'ecr:GetAuthorizationToken',
  'ECR:batchgetimage',
];
const tags = ['red', 'r*d', 'blue', ''];

const oneOf = (...values: string[]) => fc.constantFrom(...values);
const some = (item: fc.Arbitrary<string>) =>
  fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));

const actionElement = fc.oneof(
  {
    weight: 4,
    arbitrary: some(oneOf('ecr:BatchGetImage', 'ecr:*', '*', 'ecr:Put*', 'ecr:?atch*', 's3:*')).map(
      (Action) => ({ Action }),
    ),
  },
  {
    weight: 1,
    arbitrary: some(oneOf('ecr:Put*', 's3:*', 'ecr:GetAuth*')).map((NotAction) => ({ NotAction })),
  },
);
const arn = oneOf(
  '*',
  'arn:aws:ecr:*:*:repository/*',
  'arn:aws:ecr:us-east-1:111122223333:repository/red/app',
  'arn:aws:ecr:us-east-1:*:repository/${aws:PrincipalTag/team}/*',
  'arn:aws:ecr:us-east-1:111122223333:repository/r?d/a*p',
  'arn:aws:ecr:us-west-2:*:repository/*',
);
const resourceElement = fc.oneof(
  { weight: 4, arbitrary: some(arn).map((Resource) => ({ Resource })) },
  { weight: 1, arbitrary: some(arn).map((NotResource) => ({ NotResource })) },
);
const principalElement = fc
  .oneof(
    oneOf('*'),
    some(oneOf('*', ...accounts, ...principals)).map((AWS) => ({ AWS })),
  )
  .map((Principal) => ({ Principal }));
const operator = fc
  .tuple(
    oneOf('', '', '', 'ForAllValues:', 'ForAnyValue:'),
    oneOf('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'NumericLessThan'),
    oneOf('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const conditionElement = fc
  .dictionary(
    fc.oneof({ weight: 5, arbitrary: operator }, { weight: 1, arbitrary: oneOf('Null') }),
    fc.dictionary(
      oneOf('aws:PrincipalTag/team', 'AWS:principaltag/Team', 'aws:TagKeys', 'k:size', 'k:none'),
      some(
        oneOf('red', 'r*', 'blue', '${aws:PrincipalTag/team}', '${k:none}', '10', 'true', 'false'),
      ),
      { minKeys: 1, maxKeys: 2 },
    ),
    { maxKeys: 2 },
  )
  .map((Condition) => ({ Condition }));
const none = fc.constant({});

function statement(...elements: fc.Arbitrary<object>[]): fc.Arbitrary<Record<string, unknown>> {
  const effect = fc.oneof(
    { weight: 4, arbitrary: oneOf('Allow') },
    { weight: 1, arbitrary: oneOf('Deny') },
  );
  const condition = fc.oneof(
    { weight: 2, arbitrary: none },
    { weight: 1, arbitrary: conditionElement },
  );
  return fc
    .tuple(
      effect.map((Effect) => ({ Effect })),
      actionElement,
      condition,
      ...elements,
    )
    .map((parts) => Object.assign({}, ...parts) as Record<string, unknown>);
}

function document(...elements: fc.Arbitrary<object>[]): fc.Arbitrary<Doc> {
  return fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement(...elements), { minLength: 1, maxLength: 3 }),
  });
}

export const identityStatement = statement(resourceElement);
const identityDoc = document(resourceElement);
const optional = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined, freq: 2 });
const context = fc.record(
  {
    'aws:principaltag/team': oneOf(...tags),
    'aws:TagKeys': fc.oneof(fc.array(oneOf(...tags), { maxLength: 3 }), oneOf('red')),
    'k:size': oneOf('5', '50'),
  },
  { requiredKeys: [] },
);

/** A request with all its policies. */
export const anyCase: fc.Arbitrary<Case> = fc.record({
  principal: oneOf(...principals),
  action: oneOf(...actions),
  resource: fc.constantFrom(
    'arn:aws:ecr:us-east-1:111122223333:repository/red/app',
    'arn:aws:ecr:us-east-1:111122223333:repository/r*d/app',
    'arn:aws:ecr:us-west-2:111122223333:repository/blue',
  ),
  accountId: fc.constant('111122223333'),
  context: context as fc.Arbitrary<Case['context']>,
  identity: fc.array(identityDoc, { maxLength: 2 }),
  resourcePolicy: optional(document(principalElement)),
  boundary: optional(fc.array(identityDoc, { minLength: 1, maxLength: 1 })),
  session: optional(identityDoc),
  scps: optional(fc.array(fc.array(identityDoc, { maxLength: 2 }), { maxLength: 2 })),
  vpce: optional(document(resourceElement, principalElement)),
});
