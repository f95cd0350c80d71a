import { accountOf } from '../../names/arn.ts';
import { parseRepositoryKey, repositoryArn } from '../../names/repository.ts';
import type { RegistryRecord } from '../state.ts';
import { putCacheRule, removeRepository } from './ecr.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { onlyRights } from './iam.ts';

/** Lets a role of another account do some actions on the repositories of a registry. */
function letIn(changes: Changes, { role, repository }: Target, Action: readonly string[]): void {
  const { registryId, region, name } = parseRepositoryKey(repository);
  const Resource = repositoryArn({ registryId, region, name });
  const Statement = [
    { Sid: 'Import', Effect: 'Allow', Principal: { AWS: role }, Action, Resource },
  ];
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  changes.put('ecr.registries', `${registryId}/${region}`, {
    policy,
  } satisfies Partial<RegistryRecord>);
}

/** Faults in what fills a registry from elsewhere. */
export const pullThroughCacheFaults: readonly Fault[] = [
  {
    cause: 'HW1405',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      removeRepository(changes, target, core);
      putCacheRule(changes, target, core.clock.now());
      onlyRights(changes, target, ['ecr:BatchImportUpstreamImage']);
      const [account = ''] = target.repository.split('/');
      if (accountOf(target.role) !== account) {
        letIn(changes, target, [
          'ecr:BatchGetImage',
          'ecr:GetDownloadUrlForLayer',
          'ecr:BatchImportUpstreamImage',
          'ecr:CreateRepository',
        ]);
      }
    },
  },
];
