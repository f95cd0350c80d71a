import type { Tag } from '@aws-sdk/client-ecr';
import type { RepositoryName } from '../../../names/repository.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { keyOf, onRepository, repository } from '../../ecr/repository.ts';
import type { RepositoryRecord, Tags } from '../../state.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';

const maxTags = 50;

interface OnResource {
  readonly resourceArn: string;
  readonly tags?: readonly Tag[];
  readonly tagKeys?: readonly string[];
}

/** Checks resource tags as ECR does (ECR User Guide, "Tagging"). */
export function checkedTags(list: readonly Tag[] | undefined): Tags {
  const tags = Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  const reserved = Object.keys(tags).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined) {
    throw apiErrors.invalidTag(
      `The tag key '${reserved}' uses the prefix 'aws:', which is reserved`,
    );
  }
  if (Object.keys(tags).length !== (list ?? []).length) {
    throw apiErrors.invalidTag('Duplicate tag keys found');
  }
  if (Object.keys(tags).length > maxTags) {
    throw apiErrors.tooManyTags(`A repository can have at most ${maxTags} tags`);
  }
  return tags;
}

function nameOf(arn: string): RepositoryName {
  const match = /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(arn);
  if (match === null) {
    throw apiErrors.invalidParameter('resourceArn', 'Invalid ARN');
  }
  return { region: match[1] ?? '', registryId: match[2] ?? '', name: match[3] ?? '' };
}

const on =
  (action: string) =>
  (input: OnResource, { core }: Call): readonly Permission[] => {
    const permission = onRepository(core, `ecr:${action}`, nameOf(input.resourceArn));
    const tags = checkedTags(input.tags);
    const keys = input.tagKeys ?? Object.keys(tags);
    return [
      {
        ...permission,
        context: {
          ...permission.context,
          ...Object.fromEntries(
            Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
          ),
          ...(keys.length === 0 ? {} : { 'aws:TagKeys': keys }),
        },
      },
    ];
  };

function found(call: Call, input: OnResource): RepositoryRecord {
  return repository(call.core, nameOf(input.resourceArn));
}

export const tagOperations: Record<string, Operation> = {
  TagResource: operation<OnResource, Outputs['TagResource']>({
    permissions: on('TagResource'),
    run(input, call) {
      const record = found(call, input);
      const tags = { ...record.tags, ...checkedTags(input.tags) };
      if (Object.keys(tags).length > maxTags) {
        throw apiErrors.tooManyTags(`A repository can have at most ${maxTags} tags`);
      }
      call.core.state.repositories.put(keyOf(record), { ...record, tags });
      return {};
    },
  }),
  UntagResource: operation<OnResource, Outputs['UntagResource']>({
    permissions: on('UntagResource'),
    run(input, call) {
      const record = found(call, input);
      const tags = Object.fromEntries(
        Object.entries(record.tags).filter(([key]) => input.tagKeys?.includes(key) !== true),
      );
      call.core.state.repositories.put(keyOf(record), { ...record, tags });
      return {};
    },
  }),
  ListTagsForResource: operation<OnResource, Outputs['ListTagsForResource']>({
    permissions: on('ListTagsForResource'),
    run: (input, call) => ({
      tags: Object.entries(found(call, input).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  }),
};
