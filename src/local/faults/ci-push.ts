import { LocalError } from '../errors.ts';
import type { OidcProviderRecord, RoleRecord, State } from '../state.ts';
import type { Fault, Target } from './fault.ts';
import { onlyRights, roleKeyOf } from './iam.ts';

interface Trust {
  readonly Statement: object | readonly object[];
}

/** The OIDC provider that the trust policy of the target's role names. */
function providerOf(state: State, { role }: Target): OidcProviderRecord {
  const { trust } = state.roles.get(roleKeyOf(role)) ?? { trust: '' };
  const [arn = ''] = /arn:[^"]+:oidc-provider\/[^"]+/.exec(trust) ?? [];
  const found = state.oidcProviders.get(arn);
  if (found === undefined) {
    throw new LocalError('CANNOT_BREAK', `${role} trusts no OIDC provider that is there`);
  }
  return found;
}

/** The trust policy with all that it asks of tokens put in other words. */
function asking(trust: string, url: string, sub: string): string {
  const policy = JSON.parse(trust) as Trust;
  const Statement = [policy.Statement].flat().map((one) => {
    const { Condition = {} } = one as { Condition?: Record<string, Record<string, unknown>> };
    const conditions = Object.entries(Condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).filter(([key]) => key !== `${url}:sub`)),
    ]);
    const rest = Object.fromEntries(conditions) as Record<string, object>;
    return {
      ...one,
      Condition: { ...rest, StringEquals: { ...rest.StringEquals, [`${url}:sub`]: sub } },
    };
  });
  return JSON.stringify({ ...policy, Statement });
}

/** Faults in what a build pushes with: the exchange of its token for a role, and the role's rights. */
export const ciPushFaults: readonly Fault[] = [
  {
    cause: 'HW2302',
    needs: ['role'],
    inject(changes, target, { state }) {
      const { url } = providerOf(state, target);
      changes.change<RoleRecord>('iam.roles', roleKeyOf(target.role), 'role', (role) => ({
        ...role,
        trust: asking(role.trust, url, 'repo:another-org/another-app:ref:refs/heads/main'),
      }));
    },
  },
  {
    cause: 'HW2303',
    needs: ['role'],
    inject(changes, target, { state }) {
      const { arn } = providerOf(state, target);
      changes.change<OidcProviderRecord>('iam.oidc-providers', arn, 'provider', (provider) => ({
        ...provider,
        clientIds: ['https://github.com/another-org'],
      }));
    },
  },
  {
    cause: 'HW2304',
    needs: ['role'],
    inject(changes, target, { state }) {
      changes.remove('iam.oidc-providers', providerOf(state, target).arn);
    },
  },
  // What is left is a pull's: everything but the push itself.
  {
    cause: 'HW2305',
    needs: ['role'],
    inject: (changes, target) => onlyRights(changes, target, ['ecr:BatchCheckLayerAvailability']),
  },
];
