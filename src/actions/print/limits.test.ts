// Changes to what lets a pull or a push in besides policies, as commands and as calls.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../change.ts';
import { apiCallOf } from './api.ts';
import { commandOf } from './shell.ts';

const facts = { reason: 'it is broken', reversibility: 'reversible' } as const;
const inAccount = { ...facts, account: '111122223333' };
const inRegistry = { ...inAccount, region: 'cn-north-1' };

const printed: readonly (readonly [Change, string, string])[] = [
  [
    {
      ...inRegistry,
      kind: 'request-quota-increase',
      serviceCode: 'ecr',
      quotaCode: 'L-1',
      desiredValue: 3000,
    },
    'aws service-quotas request-service-quota-increase --region cn-north-1 --service-code ecr --quota-code L-1 --desired-value 3000',
    'RequestServiceQuotaIncrease',
  ],
  [
    {
      ...facts,
      kind: 'set-failure-policy',
      configuration: 'policies',
      webhookKind: 'validating',
      index: 1,
      before: 'Fail',
      policy: 'Ignore',
    },
    `kubectl patch validatingwebhookconfiguration policies --type json --patch '[{"op":"replace","path":"/webhooks/1/failurePolicy","value":"Ignore"}]'`,
    'PATCH',
  ],
  [
    { ...inAccount, kind: 'create-oidc-provider', url: 'https://gitlab.com', audience: 'a b' },
    "aws iam create-open-id-connect-provider --url https://gitlab.com --client-id-list 'a b'",
    'CreateOpenIDConnectProvider',
  ],
  [
    { ...inAccount, kind: 'add-oidc-audience', providerArn: 'arn:o', audience: 'a' },
    'aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn arn:o --client-id a',
    'AddClientIDToOpenIDConnectProvider',
  ],
];

describe('a change', () => {
  for (const [change, command, operation] of printed) {
    it(`${change.kind} prints as a command and as a call`, () => {
      assert.equal(commandOf(change), command);
      const call = apiCallOf(change);
      assert.ok(call !== undefined);
      assert.equal(call.service === 'kubernetes' ? call.method : call.operation, operation);
    });
  }
});
