import { compilePolicies } from '../../iam/batch/policies.ts';
import { isObject, listAt, objectAt, readContext, stringAt } from '../../iam/batch/read.ts';
import { answerLine, InputError, type LineAnswer } from '../../iam/index.ts';
import { repositoryArn } from '../request.ts';
import { type PulledRepository, type Puller, whatCan, whoCan } from '../who.ts';

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
