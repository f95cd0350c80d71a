import { changePolicy } from './ecr.ts';
import type { Fault } from './fault.ts';

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
  lettingIn('HW1309', () => ({ AWS: 'AROAJQABLZS4A3QDU576Q' })),
  lettingIn('HW1311', (account) => ({ AWS: `arn:aws:iam::${account}:root` })),
  lettingIn('HW1312', () => ({ Service: 'lambda.amazonaws.com' })),
];
