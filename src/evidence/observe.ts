import { absent, type Fact, known, unseen } from '../chain/fact.ts';

/** What is being looked at, and what shows it. */
export interface Look {
  /** In words, such as `policy of repository platform/base`. */
  readonly fact: string;
  /** Such as `ecr:GetRepositoryPolicy on arn:…`. */
  readonly permission: string;
  /** Names of the errors that mean that there is no such thing. */
  readonly absentOn: readonly string[];
}

/**
 * Looks at something through an API. A refusal, or an API that can't be reached, makes it unseen: the
 * permission that would show it is kept, and why the look failed.
 */
export async function observe<Value>(
  { fact, permission, absentOn }: Look,
  look: () => Promise<Value | undefined>,
): Promise<Fact<Value>> {
  try {
    const value = await look();
    return value === undefined ? absent : known(value);
  } catch (error) {
    const { name, status } = describe(error);
    if (absentOn.includes(name) || (status === 404 && absentOn.includes('404'))) return absent;
    const lacks = lackedBeside(name);
    if (lacks !== undefined) return unseen(fact, `${lacks} (${reason(error)})`);
    return unseen(fact, isRefusal(name, status) ? permission : `${permission} (${reason(error)})`);
  }
}

/**
 * What is lacking where the caller was let in, and ECR could not answer: no permission of the caller's helps then (ECR API
 * Reference, ImageFailure and KmsException).
 */
function lackedBeside(name: string): string | undefined {
  if (/^Kms(Error|Exception)$/.test(name)) return 'a KMS key of the repository that ECR can use';
  return /^Upstream/.test(name) ? 'an upstream that lets the registry in and answers' : undefined;
}

function describe(error: unknown): { name: string; status: number | undefined } {
  // The SDK names an error as AWS does, and the own client keeps AWS's name beside its own.
  const { name, awsCode, code } = error as { name?: unknown; awsCode?: unknown; code?: unknown };
  const told = awsCode ?? name;
  return {
    name: typeof told === 'string' ? told : '',
    status: typeof code === 'number' ? code : undefined,
  };
}

function isRefusal(name: string, status: number | undefined): boolean {
  return /AccessDenied|Unauthorized|NotAuthorized/.test(name) || status === 403;
}

/** One line of why, without the request: error messages of HTTP clients may quote headers. */
function reason(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n')[0]?.slice(0, 200) ?? '';
}
