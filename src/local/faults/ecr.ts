import { accountOf } from '../../names/arn.ts';
import type { Store } from '../core/call.ts';
import { activate, archive, restorationTime } from '../ecr/storage-class.ts';
import { LocalError } from '../errors.ts';
import {
  type ImageRecord,
  type PullThroughCacheRuleRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { pullOnlyWhatIsThere } from './iam.ts';

const version = '2012-10-17';

export function changePolicy(
  changes: Changes,
  { repository }: Target,
  to: (statements: readonly object[]) => readonly object[],
): void {
  changes.change<RepositoryRecord>(
    'ecr.repositories',
    repository,
    `repository ${repository}`,
    (record) => {
      const { policy, ...rest } = record;
      const Statement = to(policy === undefined ? [] : statementsOf(policy));
      if (Statement.length === 0) return rest;
      return { ...rest, policy: JSON.stringify({ Version: version, Statement }) };
    },
  );
}

/** A policy with a single statement may have it without a list. */
function statementsOf(policy: string): readonly object[] {
  return [(JSON.parse(policy) as { Statement: object | readonly object[] }).Statement].flat();
}

/** The image of a tag. @throws LocalError `CANNOT_BREAK` when there is none. */
export function imageOf(state: State, { repository, tag }: Target): ImageRecord {
  const digest = state.tags.get(within(repository, tag))?.digest ?? '';
  const image = state.images.get(within(repository, digest));
  if (image === undefined) {
    throw new LocalError('CANNOT_BREAK', `there is no image ${repository}:${tag}`);
  }
  return image;
}

/** A broken repository is kept whole in one record, to be healed at once. */
const mostImages = 1_000;

function requireFewImages(state: State, repository: string): void {
  const images = state.images.count(`${repository} `);
  if (images <= mostImages) return;
  throw new LocalError(
    'CANNOT_BREAK',
    `${repository} has ${images} images, and at most ${mostImages} can be put away and healed again; ` +
      'break a repository with fewer images',
  );
}

function changeImage(
  changes: Changes,
  target: Target,
  state: State,
  to: (image: ImageRecord) => ImageRecord,
): void {
  const key = within(target.repository, imageOf(state, target).digest);
  changes.change<ImageRecord>('ecr.images', key, 'image', to);
}

/** Takes a tag away; the image stays. */
export function removeTag(changes: Changes, target: Target, state: State): void {
  const image = imageOf(state, target);
  changes.remove('ecr.tags', within(target.repository, target.tag));
  changes.change<ImageRecord>(
    'ecr.images',
    within(target.repository, image.digest),
    'image',
    (record) => ({ ...record, tags: record.tags.filter((tag) => tag !== target.tag) }),
  );
}

/** Has a cache rule fill the repository; its upstream is asked by whoever may import. */
export function putCacheRule(changes: Changes, { repository }: Target, now: number): void {
  const [registryId = '', region = '', ...name] = repository.split('/');
  const ecrRepositoryPrefix = name.length > 1 ? (name[0] ?? '') : 'ROOT';
  const rule: PullThroughCacheRuleRecord = {
    registryId,
    ecrRepositoryPrefix,
    upstreamRegistryUrl: 'registry.k8s.io',
    upstreamRegistry: 'k8s',
    createdAt: now,
    updatedAt: now,
  };
  const key = `${registryId}/${region} ${ecrRepositoryPrefix}`;
  changes.put('ecr.pull-through-cache-rules', key, rule);
}

/** Takes all images of a repository away, with their layers; or only one, whose layers stay. */
export function removeImages(
  changes: Changes,
  { repository }: Target,
  { state }: Pick<Store, 'state'>,
  digest?: string,
): void {
  const prefix = `${repository} `;
  requireFewImages(state, repository);
  if (digest !== undefined) {
    for (const { key, document } of state.tags.list({ prefix })) {
      if (document.digest === digest) changes.remove('ecr.tags', key);
    }
    changes.remove('ecr.images', within(repository, digest));
    changes.remove('ecr.manifests', within(repository, digest));
    return;
  }
  for (const kind of ['images', 'manifests', 'tags', 'layers', 'references'] as const) {
    for (const { key } of state[kind].list({ prefix })) changes.remove(`ecr.${kind}`, key);
  }
}

/** Takes a repository away, with all that is in it. */
export function removeRepository(
  changes: Changes,
  target: Target,
  store: Pick<Store, 'state'>,
): void {
  const { repository } = target;
  removeImages(changes, target, store);
  changes.change('ecr.repositories', repository, `repository ${repository}`, (same) => same);
  changes.remove('ecr.repositories', repository);
}

/** Faults in repositories, their policies and their images. */
export const ecrFaults: readonly Fault[] = [
  {
    cause: 'HW1201',
    needs: ['repository'],
    inject: removeRepository,
  },
  {
    cause: 'HW1301',
    needs: ['repository'],
    inject: (changes, target) => changePolicy(changes, target, () => []),
  },
  {
    cause: 'HW1303',
    needs: ['repository'],
    inject: (changes, target) =>
      changePolicy(changes, target, () => [
        {
          Sid: 'SomebodyElse',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::999988887777:root' },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ]),
  },
  {
    cause: 'HW1304',
    needs: ['repository', 'role'],
    inject: (changes, target) =>
      changePolicy(changes, target, () => [
        {
          Sid: 'ManifestOnly',
          Effect: 'Allow',
          Principal: { AWS: target.role },
          Action: ['ecr:BatchGetImage'],
        },
      ]),
  },
  {
    cause: 'HW1306',
    needs: ['repository'],
    inject: (changes, target) =>
      changePolicy(changes, target, (statements) => [
        ...statements,
        { Sid: 'NobodyPulls', Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' },
      ]),
  },
  {
    cause: 'HW1404',
    needs: ['role', 'repository', 'tag'],
    inject(changes, target, core) {
      removeTag(changes, target, core.state);
      putCacheRule(changes, target, core.clock.now());
      const [account = ''] = target.repository.split('/');
      if (accountOf(target.role) === account) pullOnlyWhatIsThere(changes, target);
    },
  },
  {
    cause: 'HW1501',
    needs: ['repository', 'tag'],
    inject: (changes, target, { state }) => removeTag(changes, target, state),
  },
  {
    cause: 'HW1504',
    needs: ['repository', 'tag'],
    inject: (changes, target, { state, clock }) =>
      changeImage(changes, target, state, (image) => archive(image, clock.now())),
  },
  {
    cause: 'HW1505',
    needs: ['repository', 'tag'],
    inject: (changes, target, { state, clock }) =>
      changeImage(changes, target, state, (image) =>
        activate(archive(image, clock.now()), clock.now() + restorationTime),
      ),
  },
  {
    cause: 'HW1806',
    needs: ['repository', 'tag'],
    inject(changes, target, { state }) {
      const image = imageOf(state, target);
      const [child] = image.children;
      const holder =
        child === undefined ? image : state.images.get(within(target.repository, child));
      const layer = holder?.blobs.at(-1);
      if (layer === undefined) {
        throw new LocalError('CANNOT_BREAK', `${target.repository}:${target.tag} has no layers`);
      }
      for (const each of image.children.length === 0 ? [image.digest] : image.children) {
        const blob = state.images.get(within(target.repository, each))?.blobs.at(-1);
        if (blob !== undefined) changes.remove('ecr.layers', within(target.repository, blob));
      }
    },
  },
];
