import { PolicyError } from '../errors.ts';
import { lintPolicy } from '../lint/lint.ts';
import type { LintKind, LintUse } from '../lint/types.ts';
import { repositoryArn } from '../pull/prove.ts';
import { type PulledRepository, type Puller, whatCan, whoCan } from '../pull/who.ts';
import { InputError } from './errors.ts';
import { answerLine, type LineAnswer } from './line.ts';
import { compilePolicies } from './policies.ts';
import { isObject, type JsonObject, listAt, objectAt, readContext, stringAt } from './read.ts';

/** `{"id", "repository", "principals": [...]}` -> `{"id", "who": [principal]}`. */
export function answerWhoCan(line: string): LineAnswer {
  return answerLine(line, (input) => {
    const repository = readRepository(objectAt(input, 'repository', ''));
    const pullers = listAt(input, 'principals').map(readPuller);
    const who = whoCan(repository, pullers).map(({ principal }) => principal);
    return { outcome: 'holds', answer: { who } };
  });
}

/** `{"id", "principal": {...}, "repositories": [...]}` -> `{"id", "can": [repository ARN]}`. */
export function answerCan(line: string): LineAnswer {
  return answerLine(line, (input) => {
    const puller = readPuller(input.principal);
    const repositories = listAt(input, 'repositories').map(readRepository);
    return { outcome: 'holds', answer: { can: whatCan(puller, repositories).map(repositoryArn) } };
  });
}

/** What a policy to lint may be. */
export const lintKinds: readonly string[] = [
  'identity',
  'resource',
  'boundary',
  'session',
  'scp',
  'rcp',
  'vpce',
  'trust',
  'ecr-repository',
  'ecr-registry',
];

export function isLintKind(kind: string): kind is LintKind {
  return lintKinds.includes(kind);
}

/**
 * `{"id", "policy", "kind"?, "use"?}` -> `{"id", "findings": [...]}`; a policy itself is checked as of the usual kind, and
 * the findings say where in its text.
 */
export function answerLint(
  line: string,
  usualKind: LintKind = 'identity',
  usualUse: LintUse = {},
): LineAnswer {
  return answerLine(line, (input) => {
    if (input.Statement !== undefined) return lintAnswer(line, usualKind, usualUse);
    const { policy } = input;
    const kind = input.kind === undefined ? usualKind : stringAt(input, 'kind', '');
    if (!isLintKind(kind)) throw new InputError(`kind must be one of ${lintKinds.join(', ')}`);
    if (typeof policy !== 'string' && !isObject(policy)) {
      throw new InputError('policy must be a document or its text');
    }
    return lintAnswer(policy, kind, isObject(input.use) ? readUse(input.use) : usualUse);
  });
}

/** The findings on one document, or AWS's refusal of it. */
export function lintAnswer(policy: string | object, kind: LintKind, use: LintUse): LineAnswer {
  try {
    const findings = lintPolicy(policy, kind, use);
    return { outcome: findings.length === 0 ? 'holds' : 'denied', answer: { findings } };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { code, message, line, column } = error;
    return { outcome: 'error', answer: { error: { code, message, line, column } } };
  }
}

function readUse(use: JsonObject): LintUse {
  return { nodeRole: use.nodeRole === true, pullThroughCache: use.pullThroughCache === true };
}

function readPuller(input: unknown): Puller {
  if (!isObject(input)) throw new InputError('a principal must be an object');
  return {
    principal: stringAt(input, 'principal', 'principal.'),
    context: readContext(input),
    policies: compilePolicies(input.policies, false),
  };
}

function readRepository(input: unknown): PulledRepository {
  if (!isObject(input)) throw new InputError('a repository must be an object');
  const { policy } = input;
  const [compiled] = [compilePolicies({ resource: policy }, true).resource ?? []].flat();
  return {
    registryId: stringAt(input, 'registryId', 'repository.'),
    region: stringAt(input, 'region', 'repository.'),
    repository: stringAt(input, 'repository', 'repository.'),
    policy: compiled,
    context: readContext(input),
  };
}
