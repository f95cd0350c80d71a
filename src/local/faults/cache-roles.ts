import { cacheRoleName } from '../../ecr/upstreams.ts';
import { accountOf } from '../../names/arn.ts';
import { parseRepositoryKey } from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import { type CreationTemplateRecord, nameKey, type RepositoryRecord } from '../state.ts';
import { moveBehindCache, splitName } from './behind-cache.ts';
import type { Changes, Fault, Target } from './fault.ts';

const version = '2012-10-17';
const pull = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** A role that trusts another service than the one that is to assume it. @returns its ARN. */
function misplacedRole(
  changes: Changes,
  { repository }: Target,
  { clock }: Core,
  name: string,
  Action: readonly string[],
): string {
  const { registryId: accountId } = parseRepositoryKey(repository);
  const arn = `arn:aws:iam::${accountId}:role/${name}`;
  const trusting = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const granting = { Effect: 'Allow', Action, Resource: '*' };
  changes.put('iam.roles', nameKey(accountId, name), {
    accountId,
    name,
    path: '/',
    id: `AROA${name.replace(/[^a-z]/g, '').toUpperCase()}00000000`.slice(0, 21),
    arn,
    createdAt: clock.now(),
    trust: JSON.stringify({ Version: version, Statement: [trusting] }),
    maxSessionDuration: 3_600,
    inline: { own: JSON.stringify({ Version: version, Statement: [granting] }) },
    attached: [],
    tags: {},
  });
  return arn;
}

/** Faults in the roles as which ECR reads an upstream and makes repositories. */
export const cacheRoleFaults: readonly Fault[] = [
  {
    cause: 'HW1415',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      const { registryId } = parseRepositoryKey(target.repository);
      const own = accountOf(target.role) ?? '';
      const account = own === registryId ? '999988887777' : own;
      const customRoleArn = misplacedRole(changes, target, core, 'ecr-upstream', pull);
      const upstream = moveBehindCache(changes, target, core, { account, rule: { customRoleArn } });
      const letting = { Effect: 'Allow', Principal: { AWS: customRoleArn }, Action: pull.slice(1) };
      changes.change<RepositoryRecord>(
        'ecr.repositories',
        upstream,
        `repository ${upstream}`,
        (record) => ({
          ...record,
          policy: JSON.stringify({ Version: version, Statement: [letting] }),
        }),
      );
    },
  },
  {
    cause: 'HW1417',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      moveBehindCache(changes, target, core);
      const { registryId } = parseRepositoryKey(target.repository);
      changes.remove('iam.roles', nameKey(registryId, cacheRoleName));
    },
  },
  {
    cause: 'HW1418',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      const place = parseRepositoryKey(target.repository);
      const now = core.clock.now();
      moveBehindCache(changes, target, core);
      const template: CreationTemplateRecord = {
        prefix: splitName(place)[0],
        encryption: { encryptionType: 'AES256' },
        tags: { team: 'platform' },
        tagMutability: 'MUTABLE',
        mutabilityFilters: [],
        appliedFor: ['PULL_THROUGH_CACHE'],
        customRoleArn: misplacedRole(changes, target, core, 'ecr-templates', [
          'ecr:CreateRepository',
          'ecr:TagResource',
        ]),
        createdAt: now,
        updatedAt: now,
      };
      const key = `${place.registryId}/${place.region} ${template.prefix}`;
      changes.put('ecr.creation-templates', key, template);
    },
  },
];
