import type { GetLifecyclePolicyPreviewRequest } from '@aws-sdk/client-ecr';
import { type Operation, operation } from '../../core/service.ts';
import { planLifecycle } from '../../ecr/lifecycle-run.ts';
import { recordLifecycle } from '../../ecr/lifecycle-trail.ts';
import { keyOf } from '../../ecr/repository.ts';
import { statusOf as imageStatusOf } from '../../ecr/storage-class.ts';
import {
  type ImageRecord,
  type LifecyclePreviewRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../../state.ts';
import { apiErrors } from './errors.ts';
import { checkedLifecyclePolicy } from './lifecycle-policies.ts';
import { matchesTagStatus } from './list-images.ts';
import type {
  GetLifecyclePolicyPreviewResponse,
  LifecyclePolicyPreviewResult,
  LifecyclePolicyPreviewSummary,
  Outputs,
} from './outputs.generated.ts';
import { type Paging, pageInTurns } from './paging.ts';
import { forRepository, type OnRepository, repositoryOf } from './requests.ts';

type Action = LifecyclePreviewRecord['actions'][number];

/** How long a preview takes, and when its results are deleted; both values are Hawser's own. */
const duration = 1_000;
const lifetime = 24 * 3_600_000;

function statusOf({ startedAt }: LifecyclePreviewRecord, now: number) {
  if (now - startedAt < duration) return 'IN_PROGRESS';
  return now - startedAt < lifetime ? 'COMPLETE' : 'EXPIRED';
}

export const lifecyclePreviewOperations: Record<string, Operation> = {
  StartLifecyclePolicyPreview: operation<
    OnRepository & { lifecyclePolicyText?: string },
    Outputs['StartLifecyclePolicyPreview']
  >({
    permissions: forRepository('StartLifecyclePolicyPreview'),
    async run(input, call) {
      const { state } = call.core;
      const record = repositoryOf(call, input);
      const key = keyOf(record);
      refuseSecond(state, record, call.now);
      const text = input.lifecyclePolicyText ?? record.lifecyclePolicy?.text;
      if (text === undefined) {
        throw apiErrors.lifecyclePolicyNotFound(record.name, record.registryId);
      }
      const plan = await planLifecycle(state, key, checkedLifecyclePolicy(text), call.now);
      repositoryOf(call, input);
      refuseSecond(state, record, call.now);
      const actions = plan.actions.map(({ image: _image, ...action }) => action);
      state.previews.put(key, { text, startedAt: call.now, actions });
      await recordLifecycle(call.core, record, 'DryRunEvent', text, plan.actions, call.now);
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        lifecyclePolicyText: text,
        status: 'IN_PROGRESS',
      };
    },
  }),

  GetLifecyclePolicyPreview: operation<
    GetLifecyclePolicyPreviewRequest & OnRepository & Paging,
    Outputs['GetLifecyclePolicyPreview']
  >({
    permissions: forRepository('GetLifecyclePolicyPreview'),
    async run(input, call) {
      const record = repositoryOf(call, input);
      const { state } = call.core;
      const preview = state.previews.get(keyOf(record));
      if (preview === undefined) throw apiErrors.previewNotFound(record.name, record.registryId);
      const status = statusOf(preview, call.now);
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        lifecyclePolicyText: preview.text,
        status,
        ...(status === 'COMPLETE'
          ? await resultsOf(state, record, preview, input, call.now)
          : { previewResults: undefined, summary: undefined, nextToken: undefined }),
      };
    },
  }),
};

/** A preview takes time, and a repository has one at a time. @throws AwsError */
function refuseSecond(state: State, repository: RepositoryRecord, now: number): void {
  const before = state.previews.get(keyOf(repository));
  if (before === undefined || statusOf(before, now) !== 'IN_PROGRESS') return;
  throw apiErrors.previewInProgress(repository.name, repository.registryId);
}

/** One page of the results that match the filters, and the totals of all of them. */
async function resultsOf(
  state: State,
  repository: RepositoryRecord,
  { actions }: LifecyclePreviewRecord,
  { imageIds, filter, ...paging }: GetLifecyclePolicyPreviewRequest & Paging,
  now: number,
): Promise<Pick<GetLifecyclePolicyPreviewResponse, 'previewResults' | 'summary' | 'nextToken'>> {
  const key = keyOf(repository);
  const asked =
    imageIds &&
    new Set(
      imageIds.map(
        ({ imageDigest, imageTag = '' }) =>
          imageDigest ?? state.tags.get(within(key, imageTag))?.digest,
      ),
    );
  const { items, ...next } = await pageInTurns(actions, paging, (action) => {
    if (asked?.has(action.digest) === false) return undefined;
    const image = state.images.get(within(key, action.digest));
    if (image === undefined || !matchesTagStatus(image.tags, filter?.tagStatus)) return undefined;
    return renderResult(image, action, now);
  });
  return { previewResults: items, summary: summaryOf(actions), ...next };
}

function renderResult(
  image: ImageRecord,
  action: Action,
  now: number,
): LifecyclePolicyPreviewResult {
  const { tags, digest, pushedAt } = image;
  return {
    ...(tags.length === 0 ? {} : { imageTags: [...tags] }),
    imageDigest: digest,
    imagePushedAt: new Date(pushedAt),
    action:
      action.action === 'TRANSITION'
        ? { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' }
        : { type: 'EXPIRE' },
    appliedRulePriority: action.rulePriority,
    storageClass: imageStatusOf(image, now) === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD',
  };
}

function summaryOf(actions: readonly Action[]): LifecyclePolicyPreviewSummary {
  const expiring = actions.filter(({ action }) => action === 'EXPIRE').length;
  return {
    expiringImageTotalCount: expiring,
    transitioningImageTotalCounts: [
      { targetStorageClass: 'ARCHIVE', imageTotalCount: actions.length - expiring },
    ],
  };
}
