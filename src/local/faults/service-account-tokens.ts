import { accountOf } from '../../names/arn.ts';
import type { Store } from '../core/call.ts';
import { paths, providerConfig } from '../node-files.ts';
import type { OidcProviderRecord } from '../state.ts';
import { changePolicy } from './ecr.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { changeRole, onlyPolicies, tokenAlone } from './iam.ts';
import { changeSetup, restarted, withFile } from './machine.ts';
import { accountOfPod, beside, clusterOf, putRoleThatMayPull } from './pullers.ts';

const roleKey = 'eks.amazonaws.com/ecr-role-arn';
const audience = 'sts.amazonaws.com';

/** Has the node's kubelet run its provider with the pod's token, for accounts with that annotation. */
function withTokens(
  changes: Changes,
  target: Target,
  { state }: Pick<Store, 'state'>,
  keys: 'required' | 'optional',
): void {
  const attributes = `    tokenAttributes:
      serviceAccountTokenAudience: ${audience}
      cacheType: Token
      requireServiceAccount: true
      ${keys}ServiceAccountAnnotationKeys:
        - ${roleKey}
`;
  const file = { path: paths.providerConfig, text: `${providerConfig}${attributes}` };
  changeSetup(changes, state, target, (setup) => restarted(withFile(setup, file)));
}

/** The role's account takes the tokens of the cluster. @returns the trust policy that lets the pod's account in. */
function putProvider(
  changes: Changes,
  target: Target,
  { state, clock }: Pick<Store, 'state' | 'clock'>,
): object {
  const accountId = accountOf(target.role) ?? '';
  const url = clusterOf({ state }).issuer.replace(/^https?:\/\//, '');
  const arn = `arn:aws:iam::${accountId}:oidc-provider/${url}`;
  const provider: OidcProviderRecord = {
    accountId,
    arn,
    url,
    clientIds: [audience],
    thumbprints: [],
    createdAt: clock.now(),
    tags: {},
  };
  changes.put('iam.oidc-providers', arn, provider);
  const subject = `system:serviceaccount:${accountOfPod(changes, target).replace('/', ':')}`;
  return {
    Effect: 'Allow',
    Principal: { Federated: arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${url}:sub`]: subject, [`${url}:aud`]: audience } },
  };
}

function trustToo(changes: Changes, target: Target, statement: object): void {
  changeRole(changes, target, (record) => {
    const { Statement, ...rest } = JSON.parse(record.trust) as { Statement: object | object[] };
    const trust = JSON.stringify({ ...rest, Statement: [Statement, statement].flat() });
    return { ...record, trust };
  });
}

/** Faults in pulls with service account tokens (KEP-4412). */
export const tokenFaults: readonly Fault[] = [
  {
    cause: 'HW0502',
    needs: ['role', 'node', 'pod'],
    inject(changes, target, core) {
      withTokens(changes, target, core, 'required');
      trustToo(changes, target, putProvider(changes, target, core));
      changes.mark('serviceaccounts', accountOfPod(changes, target), 'annotations', {
        'eks.amazonaws.com/role-arn': target.role,
      });
    },
  },
  {
    cause: 'HW0504',
    needs: ['role', 'node', 'pod'],
    inject(changes, target, core) {
      withTokens(changes, target, core, 'required');
      putProvider(changes, target, core);
      changes.mark('serviceaccounts', accountOfPod(changes, target), 'annotations', {
        [roleKey]: target.role,
      });
    },
  },
  {
    cause: 'HW0505',
    needs: ['role', 'node', 'pod', 'repository'],
    inject(changes, target, core) {
      withTokens(changes, target, core, 'optional');
      onlyPolicies(changes, target, tokenAlone);
      const statement = putProvider(changes, target, core);
      const arn = beside(target, 'pods-own');
      putRoleThatMayPull(changes, core, arn, 'pods.eks.amazonaws.com');
      trustToo(changes, { ...target, role: arn }, statement);
      changePolicy(changes, target, (statements) => [
        ...statements,
        {
          Effect: 'Allow',
          Principal: { AWS: arn },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ]);
      changes.mark('serviceaccounts', accountOfPod(changes, target), 'annotations', {
        'eks.amazonaws.com/role-arn': arn,
      });
    },
  },
];
