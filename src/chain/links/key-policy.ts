import {
  type AppliedPolicies,
  assuming,
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  evaluate,
  unseenConditions,
} from '../../iam/index.ts';
import { parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { readDocument } from '../../pull/index.ts';
import { compiledDocument } from '../compiled-document.ts';
import { broken, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { guardRisk } from './fixes.ts';
import { withoutRepository } from './key-policy-fix.ts';

const action = 'kms:Decrypt';

/** A grant allows without the policy, and a Deny in the policy overrides it (KMS Developer Guide, "Grants in AWS KMS"). */
const grant = compilePolicy(
  {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
  },
  'resource',
);

/** @returns why ECR may not decrypt with a key, or what has to be known for that; undefined where its policy lets it. */
export function checkKeyPolicy(
  place: EcrImage,
  arn: string,
  document: string,
): LinkOutcome | undefined {
  const policy = compiledDocument(document, 'resource');
  const certain = decide(place, arn, assuming(policy, isUnseen, 'favour'));
  if (certain.decision === 'explicitDeny') return denied(place, arn, document, certain);
  const atWorst = decide(place, arn, assuming(policy, isUnseen, 'against'));
  if (atWorst.decision !== 'explicitDeny') return undefined;
  const needs = unseenConditions(policy, action, isUnseen).map(({ key, operator, values }) => ({
    fact: `${key} of ECR's requests to KMS: the policy of key ${arn} asks for ${operator} ${values.join(', ')}`,
    permission: 'cloudtrail:LookupEvents on the Decrypt calls of the key',
  }));
  return notSeen(...needs);
}

/** ECR calls as itself, with the repository as encryption context. */
function decide(place: EcrImage, arn: string, policy: CompiledPolicy): Decision {
  const policies: AppliedPolicies = { identity: [], resource: [policy, grant] };
  return evaluate(
    {
      principal: serviceOf(place),
      action,
      resource: { resource: arn, accountId: parseArn(arn)?.accountId ?? '' },
      context: {
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': serviceOf(place),
        'kms:EncryptionContext:aws:ecr:arn': place.repositoryArn,
      },
    },
    policies,
  );
}

function serviceOf({ region }: EcrImage): string {
  return `ecr.${region}.amazonaws.com`;
}

/** A service is in no organization and has no tags; of the rest of what it sends nothing is known. */
function isUnseen(key: string): boolean {
  return !/^aws:(Principal|ViaAWSService|username|userid)|^kms:EncryptionContext:aws:ecr:arn$/i.test(
    key,
  );
}

const lost =
  'The statement then no longer denies ECR what it asks for this repository; everything else it denies stays denied.';

function denied(
  place: EcrImage,
  arn: string,
  document: string,
  { deciding }: Decision,
): LinkOutcome {
  const [statement] = deciding;
  const number = statement?.statement ?? 0;
  const label = statement?.sid === undefined ? `statement ${number + 1}` : `"${statement.sid}"`;
  const before = readDocument(document);
  const { accountId: account = '', region = '' } = parseArn(arn) ?? {};
  return broken(
    'HW1705',
    {
      text: `${label} of the policy of key ${arn} denies ECR to decrypt ${place.name}`,
      message: 'KmsException',
      ...(statement === undefined ? {} : { statement }),
    },
    {
      text: `Exempt ECR's requests for ${place.name} from ${label} of the key's policy.`,
      risk: guardRisk(label, lost),
      changes: [
        {
          kind: 'set-key-policy',
          account,
          region,
          key: arn,
          document: withoutRepository(before, number, serviceOf(place), place.repositoryArn),
          before,
          reversibility: 'reversible',
        },
      ],
    },
  );
}
