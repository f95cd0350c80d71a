import { checkDocument } from './document/check.ts';
import { checkEcrPolicy, type EcrPolicyKind, ecrProblem } from './document/check-ecr.ts';
import { checkNoPrincipals, checkPrincipals } from './document/check-principals.ts';
import { checkTrustPolicy } from './document/check-trust.ts';
import type { PolicyDocument, PolicyKind } from './document/model.ts';
import { readDocument } from './document/read.ts';
import { type OnMisnamed, SyntaxProblem } from './document/syntax-error.ts';
import { PolicyError } from './errors.ts';

/**
 * Checks the text of a policy as the AWS call that stores it would.
 *
 * - identity, boundary, session, trust: IAM's MalformedPolicyDocument;
 * - ecr-repository, ecr-registry: ECR's InvalidParameterException;
 * - scp, rcp: Organizations' MalformedPolicyDocumentException;
 * - resource, vpce: IAM's texts, for services without texts of their own.
 *
 * @throws PolicyError with the service's code and text.
 */
export function validatePolicyText(text: string, kind: PolicyKind | EcrPolicyKind): void {
  if (kind === 'ecr-repository' || kind === 'ecr-registry') {
    checkEcrPolicy(readForEcr(text, kind), kind);
  } else {
    readAndCheck(text, kind, { stored: false });
  }
}

/**
 * Reads a document and makes the checks of its kind.
 *
 * @param options.stored the policy exists already: it may be of the older version, and may name
 *   principals that could not be written today; such principals are nobody
 * @throws PolicyError
 */
export function readAndCheck(
  source: string | object,
  kind: PolicyKind,
  { stored }: { readonly stored: boolean },
): PolicyDocument {
  if (kind === 'scp' || kind === 'rcp') return readForOrganizations(source);
  const document = read(source, ({ isJson }) =>
    kind === 'trust' && !isJson ? 'This policy contains invalid Json' : 'Syntax errors in policy.',
  );
  const onResource = kind === 'resource' || kind === 'vpce';
  checkDocument(document, {
    demandVersion: !stored && !onResource,
    demandResources: !onResource && kind !== 'trust',
    repeatedSids: stored && onResource,
  });
  if (kind === 'trust') checkTrustPolicy(document);
  if (onResource || kind === 'trust') {
    checkPrincipals(document, { required: kind !== 'vpce', forms: !stored });
  } else {
    checkNoPrincipals(document);
  }
  return document;
}

/** Organizations has one text for all faults. */
function readForOrganizations(source: string | object): PolicyDocument {
  const code = 'MalformedPolicyDocumentException';
  const text =
    'The provided policy document does not meet the requirements of the specified policy type.';
  try {
    const document = read(source, () => text);
    checkDocument(document, { demandVersion: false, demandResources: true });
    return document;
  } catch (error) {
    if (error instanceof PolicyError) throw new PolicyError(code, text, positionOf(error));
    throw error;
  }
}

function readForEcr(text: string, kind: EcrPolicyKind): PolicyDocument {
  try {
    return readDocument(text);
  } catch (error) {
    if (error instanceof SyntaxProblem) return ecrProblem(kind, error.position);
    throw error;
  }
}

function read(
  source: string | object,
  text: (problem: SyntaxProblem) => string,
  onMisnamed?: OnMisnamed,
): PolicyDocument {
  try {
    return readDocument(source, onMisnamed);
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      throw new PolicyError('MalformedPolicyDocument', text(error), error.position);
    }
    throw error;
  }
}

function positionOf({ line, column }: PolicyError) {
  return line === undefined || column === undefined ? undefined : { line, column };
}

/**
 * Reads a document by the grammar alone, whatever its kind.
 *
 * @param onMisnamed told of elements and operators that there are not, such as slips of the hand; they do not stop it
 * @throws PolicyError MalformedPolicyDocument
 */
export function readForLint(source: string | object, onMisnamed: OnMisnamed): PolicyDocument {
  return read(source, () => 'Syntax errors in policy.', onMisnamed);
}
