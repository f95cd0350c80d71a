// A role, its session, a user and a repository of one account; policies; and what is decided of a pull.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../compile.ts';
import type { PolicyKind } from '../document/model.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { AccessRequest, AppliedPolicies } from '../evaluate/types.ts';

export const account = '111122223333';
export const other = '444455556666';
export const repository = `arn:aws:ecr:us-east-1:${account}:repository/app`;
export const role = `arn:aws:iam::${account}:role/Node`;
export const session = `arn:aws:sts::${account}:assumed-role/Node/i-0abc`;
export const user = `arn:aws:iam::${account}:user/ops/alice`;
export const federated = `arn:aws:sts::${account}:federated-user/alice`;

export const policy = (kind: PolicyKind, ...statements: object[]) =>
  compilePolicy({ Version: '2012-10-17', Statement: statements }, kind);
export const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };
export const allowPull = {
  Sid: 'Pull',
  Effect: 'Allow',
  Action: 'ecr:BatchGetImage',
  Resource: '*',
};
export const denyPull = {
  Sid: 'NoPull',
  Effect: 'Deny',
  Action: 'ecr:BatchGetImage',
  Resource: '*',
};
export const grantTo = (Principal: unknown) =>
  policy('resource', { Sid: 'Grant', Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal });

export const allows = policy('identity', allowPull);
export const silent = policy('identity', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
export const silentBoundary = [
  policy('boundary', { Effect: 'Allow', Action: 's3:*', Resource: '*' }),
];
export const silentSession = policy('session', { Effect: 'Allow', Action: 's3:*', Resource: '*' });

interface Row {
  readonly rule: string;
  readonly source: string;
  readonly principal?: string;
  readonly request?: Partial<AccessRequest>;
  readonly policies: Partial<AppliedPolicies>;
  readonly expected: string;
}

export function decide({ principal = session, request, policies }: Row) {
  const asked: AccessRequest = {
    principal,
    action: 'ecr:BatchGetImage',
    resource: { resource: repository, accountId: account },
    context: {},
    ...request,
  };
  return evaluate(asked, { identity: [], ...policies });
}

/** `allowed`, `explicitDeny by scp`, `implicitDeny by identity`. */
function verdict(row: Row): string {
  const { decision, deniedBy } = decide(row);
  return deniedBy === undefined ? decision : `${decision} by ${deniedBy}`;
}

/** A test for each row: a request, the policies that apply, and what is decided. */
export function rows(name: string, table: readonly Row[]): void {
  describe(name, () => {
    for (const row of table) {
      it(`${row.rule} (${row.source})`, () => assert.equal(verdict(row), row.expected));
    }
  });
}

export const evaluationLogic = 'UG reference_policies_evaluation-logic';
export const crossAccount = { principal: `arn:aws:sts::${other}:assumed-role/Node/i-0abc` };

export const onlyS3 = policy('scp', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
export const endpoint = (Principal: unknown) => [policy('vpce', { ...allowAll, Principal })];
