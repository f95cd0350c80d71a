import { accountOf } from '../../names/arn.ts';
import { parseRepositoryKey, repositoryKey, repositoryUri } from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import { within } from '../state.ts';
import {
  copyUpstream,
  letIn,
  moveBehindCache,
  moveBehindDockerHub,
  putRule,
  ruleFor,
  splitName,
} from './behind-cache.ts';
import { changePolicy, imageOf, putCacheRule, removeRepository, removeTag } from './ecr.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { onlyRights, withPolicies } from './iam.ts';
import { setFirstImage } from './pod.ts';

const behindHub = { upstreamRepositoryPrefix: 'library' } as const;

/** Takes a tag away at the upstream, where the repository was moved. */
function withoutTagUpstream(changes: Changes, target: Target, core: Core): void {
  const repository = moveBehindCache(changes, target, core);
  removeTag(changes, { ...target, repository }, core.state);
}

function requireFolder(target: Target): readonly [folder: string, rest: string] {
  const [folder, rest] = splitName(parseRepositoryKey(target.repository));
  if (folder !== 'ROOT') return [folder, rest];
  throw new LocalError(
    'CANNOT_BREAK',
    `${target.repository} has no slash in its name, so that no prefix of a cache rule covers it; name another repository`,
  );
}

/** Faults in what fills a registry from elsewhere. */
export const pullThroughCacheFaults: readonly Fault[] = [
  {
    cause: 'HW0714',
    needs: ['role', 'repository', 'tag'],
    inject(changes, target, core) {
      const upstream = copyUpstream(changes, target, core);
      removeTag(changes, target, core.state);
      putRule(changes, target, core, ruleFor(upstream));
      letIn(changes, target, core, ['ecr:BatchImportUpstreamImage']);
      withPolicies(changes, target, ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly']);
    },
  },
  {
    cause: 'HW1401',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      const [folder, rest] = requireFolder(target);
      const place = parseRepositoryKey(target.repository);
      const as = repositoryKey({ ...place, name: `${folder}s/${rest}` });
      moveBehindCache(changes, target, core, { as });
    },
  },
  {
    cause: 'HW1402',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      const [, rest] = requireFolder(target);
      if (rest.includes('/')) {
        throw new LocalError(
          'CANNOT_BREAK',
          `${rest} is no official image of Docker Hub: name a repository with one slash in its name`,
        );
      }
      moveBehindDockerHub(changes, target, core);
    },
  },
  {
    cause: 'HW1403',
    needs: ['role', 'repository', 'tag', 'pod'],
    inject(changes, target, core) {
      const [folder, rest] = requireFolder(target);
      const place = parseRepositoryKey(target.repository);
      const inside = rest.includes('/') ? rest : `hawser/${rest}`;
      moveBehindDockerHub(changes, target, core);
      const name = `${folder}/library/${inside}`;
      setFirstImage(changes, target, `${repositoryUri({ ...place, name })}:${target.tag}`);
    },
  },
  {
    cause: 'HW1405',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      removeRepository(changes, target, core);
      putCacheRule(changes, target, core.clock.now());
      onlyRights(changes, target, ['ecr:BatchImportUpstreamImage']);
      const [account = ''] = target.repository.split('/');
      if (accountOf(target.role) !== account) {
        letIn(changes, target, core, [
          'ecr:BatchGetImage',
          'ecr:GetDownloadUrlForLayer',
          'ecr:BatchImportUpstreamImage',
          'ecr:CreateRepository',
        ]);
      }
    },
  },
  {
    cause: 'HW1406',
    needs: ['role', 'repository', 'tag', 'pod'],
    inject(changes, target, core) {
      const { digest } = imageOf(core.state, target);
      const uri = repositoryUri(parseRepositoryKey(target.repository));
      moveBehindCache(changes, target, core);
      setFirstImage(changes, target, `${uri}:${target.tag}@${digest}`);
    },
  },
  {
    cause: 'HW1407',
    needs: ['role', 'repository'],
    inject: (changes, target, core) =>
      moveBehindDockerHub(
        changes,
        target,
        core,
        { deletesAt: core.clock.now() + 30 * 86_400_000 },
        behindHub,
      ),
  },
  {
    cause: 'HW1408',
    needs: ['role', 'repository'],
    inject(changes, target, core) {
      const { registryId, region } = parseRepositoryKey(target.repository);
      const kmsKeyId = `arn:aws:kms:${region}:${registryId}:key/00000000-0000-4000-8000-000000000014`;
      moveBehindDockerHub(changes, target, core, { kmsKeyId }, behindHub);
    },
  },
  {
    cause: 'HW1409',
    needs: ['role', 'repository'],
    inject: (changes, target, core) =>
      moveBehindDockerHub(
        changes,
        target,
        core,
        { text: JSON.stringify({ username: 'hawser', accessToken: 'dckr_pat_expired' }) },
        behindHub,
      ),
  },
  { cause: 'HW1413', needs: ['role', 'repository', 'tag'], inject: withoutTagUpstream },
  {
    cause: 'HW1414',
    needs: ['role', 'repository', 'tag'],
    inject(changes, target, core) {
      const upstream = copyUpstream(changes, target, core);
      putRule(changes, target, core, ruleFor(upstream));
      letIn(changes, target, core, ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository']);
      changePolicy(changes, target, () => []);
      // As the first pull of a tag leaves it.
      changes.put('ecr.upstream-checks', within(target.repository, target.tag), {
        checkedAt: core.clock.now(),
      });
    },
  },
];
