import type { EditableDocument } from '../../pull/index.ts';

type Keys = Readonly<Record<string, string | readonly string[]>>;

interface Statement {
  readonly Sid?: string;
  readonly Condition?: Readonly<Record<string, Keys>>;
}

const serviceName = 'aws:PrincipalServiceName';
/** The repository, as ECR names it in each of its requests to KMS (ECR User Guide, "Encryption at rest"). */
const repository = 'kms:EncryptionContext:aws:ecr:arn';

/**
 * Narrows a Deny in the policy of a key so that it no longer denies ECR what it asks for one repository. It is split:
 * one statement for everybody but ECR, and one for ECR's requests that name other repositories, or none.
 * @param number position of the Deny, from 0.
 * @param service ECR's own principal, such as `ecr.us-east-1.amazonaws.com`.
 */
export function withoutRepository(
  document: EditableDocument,
  number: number,
  service: string,
  repositoryArn: string,
): EditableDocument {
  const { Sid, ...deny } = document.Statement[number] as Statement;
  const others = {
    ...(Sid === undefined ? {} : { Sid }),
    ...withValue(deny, 'StringNotEqualsIfExists', serviceName, service),
  };
  const elsewhere = withValue(deny, 'StringNotEquals', repository, repositoryArn);
  const ofEcr = withValue(elsewhere, 'StringEquals', serviceName, service);
  // A Deny that picks services, or other repositories, by the same keys has to be read by its owner.
  const parts = names(deny, 'StringEquals', serviceName) ? [others] : [others, ofEcr];
  return { ...document, Statement: document.Statement.toSpliced(number, 1, ...parts) };
}

function names({ Condition = {} }: Statement, operator: string, key: string): boolean {
  return Object.hasOwn(Condition[operator] ?? {}, key);
}

/** The statement with one more value of a key of its condition. */
function withValue(statement: Statement, operator: string, key: string, value: string): Statement {
  const { Condition = {} } = statement;
  const there = Condition[operator]?.[key];
  const values = there === undefined ? value : [...[there].flat(), value];
  return {
    ...statement,
    Condition: { ...Condition, [operator]: { ...Condition[operator], [key]: values } },
  };
}
