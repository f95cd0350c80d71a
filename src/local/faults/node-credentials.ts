import { rootOf } from '../identity/caller.ts';
import { containerdConfig, paths } from '../node-files.ts';
import { issueToken, tokenLifetime } from '../registry-token.ts';
import { iamArn, uniqueId } from '../services/iam/naming.ts';
import { type AccessKeyRecord, nameKey, type UserRecord } from '../state.ts';
import type { Fault } from './fault.ts';
import { changeInstance, changeSetup, instanceOf, restarted, withFile } from './machine.ts';

/** Faults in the credentials that a node brings. */
export const nodeCredentialFaults: readonly Fault[] = [
  {
    cause: 'HW0608',
    needs: ['node'],
    inject(changes, target, { state, clock }) {
      const { accountId } = instanceOf(state, target);
      const name = 'former-build';
      const user: UserRecord = {
        accountId,
        name,
        path: '/',
        id: uniqueId('AIDA'),
        arn: iamArn(accountId, 'user', '/', name),
        createdAt: clock.now(),
        inline: {},
        attached: [],
        tags: {},
      };
      const key: AccessKeyRecord = {
        accountId,
        userName: name,
        accessKeyId: uniqueId('AKIA', 16),
        secretAccessKey: uniqueId('', 40),
        active: true,
        createdAt: clock.now(),
      };
      changes.put('iam.users', nameKey(accountId, name), user);
      changes.put('iam.access-keys', key.accessKeyId, key);
      changeSetup(changes, state, target, (setup) => ({
        ...setup,
        kubeletEnvironment: {
          ...setup.kubeletEnvironment,
          AWS_ACCESS_KEY_ID: key.accessKeyId,
          AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
        },
      }));
    },
  },
  {
    cause: 'HW1904',
    needs: ['node', 'repository'],
    inject(changes, target, { state, clock, settings }) {
      const [account = '', region = ''] = target.repository.split('/');
      const caller = rootOf(account, account);
      const then = clock.now() - 2 * tokenLifetime;
      const { password } = issueToken(settings.sealingKey, caller, region, then);
      changeInstance(changes, instanceOf(state, target), (record) => ({
        ...record,
        credentialProvider: false,
        setup: restarted(
          withFile(record.setup ?? {}, {
            path: paths.containerdConfig,
            text: `${containerdConfig(record.containerdVersion ?? '2.1.5')}
[plugins."io.containerd.cri.v1.images".registry.configs."${account}.dkr.ecr.${region}.amazonaws.com".auth]
username = "AWS"
password = "${password}"
`,
          }),
        ),
      }));
    },
  },
];
