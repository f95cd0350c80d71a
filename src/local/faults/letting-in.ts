import { parseRepositoryKey, repositoryArn } from '../../names/repository.ts';
import { LocalError } from '../errors.ts';
import type { RepositoryRecord } from '../state.ts';
import { changePolicy } from './ecr.ts';
import type { Fault } from './fault.ts';
import { withoutToken } from './iam.ts';

const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** The repository's policy lets in somebody, and not who pulls. */
function lettingIn(
  cause: string,
  Principal: (account: string) => unknown,
  more: object = {},
): Fault {
  return {
    cause,
    needs: ['repository'],
    inject: (changes, target) => {
      const [account = ''] = target.repository.split('/');
      const statement = { Effect: 'Allow', Principal: Principal(account), Action: pull, ...more };
      changePolicy(changes, target, () => [{ Sid: 'LetIn', ...statement }]);
    },
  };
}

/** Faults in whom a repository's policy lets in. */
export const lettingInFaults: readonly Fault[] = [
  lettingIn('HW1307', () => '*', {
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-elsewhere1' } },
  }),
  {
    cause: 'HW1305',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      withoutToken(changes, target, core);
      const Action = ['ecr:GetAuthorizationToken', ...pull];
      const Principal = { AWS: target.role };
      changePolicy(changes, target, () => [{ Sid: 'Token', Effect: 'Allow', Principal, Action }]);
    },
  },
  {
    cause: 'HW1310',
    needs: ['repository'],
    inject(changes, target, { state }) {
      const record = state.repositories.get(target.repository);
      if (record?.policy === undefined) {
        throw new LocalError('CANNOT_BREAK', `${target.repository} has no policy`);
      }
      const beside = parseRepositoryKey(`${target.repository}-before`);
      const other: RepositoryRecord = { ...record, ...beside, arn: repositoryArn(beside) };
      const { name, registryId, region } = beside;
      changes.put('ecr.repositories', `${registryId}/${region}/${name}`, other);
      changePolicy(changes, target, () => []);
    },
  },
  lettingIn('HW1309', () => ({ AWS: 'AROAJQABLZS4A3QDU576Q' })),
  lettingIn('HW1311', (account) => ({ AWS: `arn:aws:iam::${account}:root` })),
  lettingIn('HW1312', () => ({ Service: 'lambda.amazonaws.com' })),
];
