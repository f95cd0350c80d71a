import type { EcrImage } from '../../names/ecr-image.ts';
import type { Place } from './place.ts';

/**
 * A call that took something from a registry, or put something there, as CloudTrail has it; and what a lifecycle policy
 * did (CloudTrail User Guide, "Viewing recent management events with the console"; ECR User Guide, "Logging Amazon ECR
 * actions with AWS CloudTrail").
 */
export interface TrailEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly name: TrailEventName;
  /** Its name in the registry. */
  readonly repository: string;
  /** ARN of the caller, where there was one. */
  readonly by?: string;
  readonly images: readonly TrailImage[];
  /** Code of the error with which it was refused. */
  readonly error?: string;
}

export type TrailEventName =
  | 'BatchDeleteImage'
  | 'DeleteRepository'
  | 'PolicyExecutionEvent'
  | 'PutImage';

export interface TrailImage {
  readonly digest?: string;
  readonly tags: readonly string[];
  /** Of the manifest that was put. */
  readonly mediaType?: string;
  /** Priority of the lifecycle rule that expired it. */
  readonly rule?: number;
}

/** What happened in a registry lately. No event is no sign that nothing happened: the trail has an end. */
export function trailAt({
  registryKey,
  registryId,
}: Pick<EcrImage, 'registryKey' | 'registryId'>): Place<'trails'> {
  return {
    kind: 'trails',
    key: registryKey,
    fact: `who deleted or put images in ${registryKey}`,
    permission: `cloudtrail:LookupEvents in account ${registryId}`,
  };
}
