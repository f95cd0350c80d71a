import { type RepositoryName, repositoryArn } from '../../names/repository.ts';
import type { Signals } from '../core/call.ts';
import type { Happening } from '../events/event.ts';
import type { ImageRecord, PullThroughCacheRuleRecord, RepositoryRecord } from '../state.ts';

/*
 * The events that ECR publishes, field for field as in the samples of the ECR User Guide, "Amazon ECR events
 * and EventBridge".
 */

function ecrEvent(
  detailType: string,
  { registryId, region, name }: RepositoryName,
  at: number,
  detail: Happening['detail'],
  resources: readonly string[] = [],
): Happening {
  return {
    source: 'aws.ecr',
    detailType,
    account: registryId,
    region,
    at,
    resources,
    detail: { 'repository-name': name, ...detail },
  };
}

/** Publishes that an image or a tag was pushed or deleted. */
export function tellImageAction(
  core: Signals,
  which: RepositoryName,
  action: 'PUSH' | 'DELETE',
  { digest }: Pick<ImageRecord, 'digest'>,
  tag: string | undefined,
  at: number,
): void {
  core.events.publish(
    ecrEvent('ECR Image Action', which, at, {
      result: 'SUCCESS',
      'image-digest': digest,
      'action-type': action,
      ...(tag === undefined ? {} : { 'image-tag': tag }),
    }),
  );
}

/** Publishes that an image was deleted: once for each tag it had. */
export function tellImageDeleted(
  core: Signals,
  which: RepositoryName,
  image: ImageRecord,
  at: number,
): void {
  const tags = image.tags.length === 0 ? [undefined] : image.tags;
  for (const tag of tags) tellImageAction(core, which, 'DELETE', image, tag, at);
}

/** Publishes the outcome of fetching an image from upstream. */
export function tellCacheAction(
  core: Signals,
  rule: PullThroughCacheRuleRecord,
  which: RepositoryName,
  image: { readonly tag?: string | undefined; readonly digest?: string | undefined },
  status: 'SUCCESS' | 'FAILED',
  at: number,
): void {
  const detail = {
    'rule-version': '1',
    'sync-status': status,
    'ecr-repository-prefix': rule.ecrRepositoryPrefix,
    'upstream-registry-url': rule.upstreamRegistryUrl,
    ...(image.tag === undefined ? {} : { 'image-tag': image.tag }),
    ...(image.digest === undefined ? {} : { 'image-digest': image.digest }),
  };
  const arn = repositoryArn(which);
  core.events.publish(ecrEvent('ECR Pull Through Cache Action', which, at, detail, [arn]));
}

/** Publishes at the destination that an image was replicated. */
export function tellReplicated(
  core: Signals,
  source: RepositoryName,
  target: RepositoryName,
  digest: string,
  tag: string | undefined,
  at: number,
): void {
  const detail = {
    result: 'SUCCESS',
    'image-digest': digest,
    'source-account': source.registryId,
    'action-type': 'REPLICATE',
    'source-region': source.region,
    ...(tag === undefined ? {} : { 'image-tag': tag }),
  };
  const arn = repositoryArn(target);
  core.events.publish(ecrEvent('ECR Replication Action', target, at, detail, [arn]));
}

/** Publishes the outcome of a scan when it ends. */
export function tellScanned(
  core: Signals,
  repository: RepositoryRecord,
  image: Pick<ImageRecord, 'digest' | 'tags'>,
  status: string,
  startedAt: number,
  duration: number,
): void {
  const detail = {
    'scan-status': status,
    'finding-severity-counts': {},
    'image-digest': image.digest,
    'image-tags': image.tags,
  };
  const happening = ecrEvent('ECR Image Scan', repository, startedAt, detail, [repository.arn]);
  core.events.publishAfter(duration, happening);
}
