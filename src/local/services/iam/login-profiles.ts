import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { nameKey, type UserRecord } from '../../state.ts';
import { alreadyExists, noSuchEntity } from './errors.ts';
import type { LoginProfile, Outputs } from './outputs.generated.ts';
import { principal, principalArn } from './principals.ts';
import { userNameOf } from './user-names.ts';

interface OnProfile {
  readonly UserName?: string;
  readonly PasswordResetRequired?: boolean;
}

const on =
  (action: string) =>
  (input: OnProfile, call: Call): readonly Permission[] => [
    {
      action: `iam:${action}`,
      resource: principalArn('User', { UserName: userNameOf(input, call) }, call),
      accountId: call.caller.accountId,
    },
  ];

function userOf(call: Call, input: OnProfile): UserRecord {
  return principal('User', { UserName: userNameOf(input, call) }, call);
}

function profileOf({ name, loginProfile }: UserRecord): Required<UserRecord>['loginProfile'] {
  if (loginProfile === undefined) {
    throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
  }
  return loginProfile;
}

function store({ core }: Call, user: UserRecord): void {
  core.state.users.put(nameKey(user.accountId, user.name), user);
}

function render(user: UserRecord): LoginProfile {
  const { createdAt, resetRequired } = profileOf(user);
  return {
    UserName: user.name,
    CreateDate: new Date(createdAt),
    PasswordResetRequired: resetRequired,
  };
}

/**
 * Whether a user may sign in to the console, which does not exist here: passwords are neither stored nor
 * checked.
 */
export const loginProfileOperations: Record<string, Operation> = {
  CreateLoginProfile: operation<OnProfile, Outputs['CreateLoginProfile']>({
    permissions: on('CreateLoginProfile'),
    run(input, call) {
      const user = userOf(call, input);
      if (user.loginProfile !== undefined) {
        throw alreadyExists(`Login Profile for user ${user.name} already exists.`);
      }
      const resetRequired = input.PasswordResetRequired ?? false;
      const made = { ...user, loginProfile: { createdAt: call.now, resetRequired } };
      store(call, made);
      return { LoginProfile: render(made) };
    },
  }),
  GetLoginProfile: operation<OnProfile, Outputs['GetLoginProfile']>({
    permissions: on('GetLoginProfile'),
    run: (input, call) => ({ LoginProfile: render(userOf(call, input)) }),
  }),
  UpdateLoginProfile: operation<OnProfile, Outputs['UpdateLoginProfile']>({
    permissions: on('UpdateLoginProfile'),
    run(input, call) {
      const user = userOf(call, input);
      const profile = profileOf(user);
      const resetRequired = input.PasswordResetRequired ?? profile.resetRequired;
      store(call, { ...user, loginProfile: { ...profile, resetRequired } });
      return {};
    },
  }),
  DeleteLoginProfile: operation<OnProfile, Outputs['DeleteLoginProfile']>({
    permissions: on('DeleteLoginProfile'),
    run(input, call) {
      const user = userOf(call, input);
      profileOf(user);
      const { loginProfile: _removed, ...rest } = user;
      store(call, rest);
      return {};
    },
  }),
};
