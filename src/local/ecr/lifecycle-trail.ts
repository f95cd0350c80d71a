import { createHash } from 'node:crypto';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/parse.ts';
import type { CountType, LifecycleRule } from '../../ecr/lifecycle/policy.ts';
import type { Signals } from '../core/call.ts';
import { turnTaking } from '../core/turns.ts';
import type { ImageRecord, RepositoryRecord } from '../state.ts';

/** What lifecycle rules did, or would do, to one image. */
export interface LifecycleImageAction {
  readonly image: ImageRecord;
  readonly rulePriority: number;
}

/** From ten images on there are several events, each with at most this many images, and this many tags an image. */
const maxImages = 9;
const maxTags = 100;

/**
 * Records a run of a lifecycle policy (`PolicyExecutionEvent`) or a preview of one (`DryRunEvent`) on the
 * trail, also one without any image. Sources: ECR User Guide, "Logging Amazon ECR actions with AWS CloudTrail";
 * AWS re:Post, "How do I view Amazon ECR lifecycle policy events"; a record of 2025 in a public test.
 */
export async function recordLifecycle(
  core: Signals,
  repository: RepositoryRecord,
  eventName: 'PolicyExecutionEvent' | 'DryRunEvent',
  text: string,
  actions: readonly LifecycleImageAction[],
  now: number,
): Promise<void> {
  const giveWay = turnTaking();
  const { registryId, region, name, arn } = repository;
  const lifecycleEventPolicy = {
    lifecycleEventRules: parseLifecyclePolicy(text).rules.map(renderRule),
    lastEvaluatedAt: repository.lifecyclePolicy?.lastEvaluatedAt ?? 0,
    policyVersion: 1,
    policyId: policyIdOf(arn, text),
  };
  for (let from = 0; from === 0 || from < actions.length; from += maxImages) {
    const lifecycleEventImageActions = actions.slice(from, from + maxImages).map(renderAction);
    core.trail.record({
      at: now,
      region,
      eventSource: 'ecr.amazonaws.com',
      eventName,
      caller: undefined,
      accounts: [registryId],
      sourceIp: 'AWS Internal',
      userAgent: 'AWS Internal',
      requestId: undefined,
      error: undefined,
      about: () => ({ resources: [arn], parameters: undefined }),
      serviceEventDetails: {
        repositoryName: name,
        lifecycleEventPolicy,
        lifecycleEventImageActions,
        lifecycleEventFailureDetails: [],
      },
    });
    await giveWay();
  }
}

function renderRule({ priority, description, selection, action }: LifecycleRule): object {
  const { tags, count } = selection;
  const days = count.type === 'imageCountMoreThan' ? {} : { countUnit: 'Days' };
  return {
    rulePriority: priority,
    ...(description === undefined ? {} : { description }),
    lifecycleEventSelection: {
      tagStatus: { any: 'Any', tagged: 'Tagged', untagged: 'Untagged' }[tags.status],
      tagPrefixList: 'prefixes' in tags ? tags.prefixes : [],
      tagPatternList: 'patterns' in tags ? tags.patterns : [],
      countType: countNames[count.type],
      ...days,
      countNumber: count.number,
    },
    action,
  };
}

/** The first two are in AWS's samples; the others follow their pattern. */
const countNames: Readonly<Record<CountType, string>> = {
  imageCountMoreThan: 'Image count more than',
  sinceImagePushed: 'Time since image pushed',
  sinceImagePulled: 'Time since image pulled',
  sinceImageTransitioned: 'Time since image transitioned',
};

function renderAction({ image, rulePriority }: LifecycleImageAction): object {
  const { digest, tags, pushedAt } = image;
  const lifecycleEventImage = {
    digest,
    tagStatus: tags.length > 0 ? 'Tagged' : 'Untagged',
    tagList: tags.slice(0, maxTags),
    pushedAt,
  };
  return { lifecycleEventImage, rulePriority };
}

/** A UUID that stays the same while the repository's policy does. */
function policyIdOf(arn: string, text: string): string {
  const hex = createHash('sha256').update(`${arn} ${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
