import type {
  CreateRepositoryRequest,
  DeleteRepositoryRequest,
  DescribeRepositoriesRequest,
  PutImageTagMutabilityRequest,
} from '@aws-sdk/client-ecr';
import { repositoryArn, repositoryUri } from '../../../names/repository.ts';
import { type Operation, operation } from '../../core/service.ts';
import { encryptionOf } from '../../ecr/encryption.ts';
import { ecrErrors } from '../../ecr/errors.ts';
import { deleteAllImages, dropLayers, emptyRepository } from '../../ecr/image-removal.ts';
import { requireRoomForRepository } from '../../ecr/quotas.ts';
import { keyOf, onRepository } from '../../ecr/repository.ts';
import { grantRepository } from '../../ecr/repository-key.ts';
import { forgetUploads } from '../../ecr/uploads.ts';
import type { ImageRecord, RepositoryRecord } from '../../state.ts';
import { apiErrors } from './errors.ts';
import type { Outputs, Repository } from './outputs.generated.ts';
import { type Paging, page } from './paging.ts';
import { forRepository, named, type OnRepository, repositoryOf } from './requests.ts';
import { checkedTags } from './tags.ts';

export function renderRepository(record: RepositoryRecord): Repository {
  return {
    repositoryArn: record.arn,
    registryId: record.registryId,
    repositoryName: record.name,
    repositoryUri: repositoryUri(record),
    createdAt: new Date(record.createdAt),
    imageTagMutability: record.tagMutability as never,
    ...(record.mutabilityFilters.length === 0
      ? {}
      : { imageTagMutabilityExclusionFilters: record.mutabilityFilters as never }),
    imageScanningConfiguration: { scanOnPush: record.scanOnPush },
    encryptionConfiguration: record.encryption as never,
  };
}

type Mutability = Pick<
  CreateRepositoryRequest,
  'imageTagMutability' | 'imageTagMutabilityExclusionFilters'
>;

/** Exclusion filters are required with an `_WITH_EXCLUSION` setting, and not allowed with others. */
export function checkedMutability(input: Mutability) {
  const setting = input.imageTagMutability ?? 'MUTABLE';
  const filters = input.imageTagMutabilityExclusionFilters ?? [];
  if (setting.endsWith('_WITH_EXCLUSION') !== filters.length > 0) {
    throw apiErrors.invalidParameter(
      'imageTagMutabilityExclusionFilters',
      filters.length > 0
        ? `must be empty when imageTagMutability is ${setting}`
        : `must not be empty when imageTagMutability is ${setting}`,
    );
  }
  return {
    tagMutability: setting,
    mutabilityFilters: filters.map(({ filterType = 'WILDCARD', filter = '' }) => ({
      filterType,
      filter,
    })),
  };
}

export const repositoryOperations: Record<string, Operation> = {
  CreateRepository: operation<CreateRepositoryRequest & OnRepository, Outputs['CreateRepository']>({
    permissions: (input, call) => {
      const tags = checkedTags(input.tags);
      const which = named(call, input);
      const requestTags = Object.entries(tags).map(([key, value]) => [
        `aws:RequestTag/${key}`,
        value,
      ]);
      const context = {
        ...Object.fromEntries(requestTags),
        ...(requestTags.length === 0 ? {} : { 'aws:TagKeys': Object.keys(tags) }),
      };
      const needed =
        requestTags.length === 0 ? ['CreateRepository'] : ['CreateRepository', 'TagResource'];
      return needed.map((action) => ({
        ...onRepository(call.core, `ecr:${action}`, which),
        context,
      }));
    },
    run(input, call) {
      const which = named(call, input);
      const { repositories } = call.core.state;
      if (repositories.get(keyOf(which)) !== undefined) {
        throw apiErrors.repositoryAlreadyExists(which.name, which.registryId);
      }
      requireRoomForRepository(call.core.state, which);
      const record: RepositoryRecord = {
        ...which,
        arn: repositoryArn(which),
        createdAt: call.now,
        ...checkedMutability(input),
        scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
        encryption: encryptionOf(which, input.encryptionConfiguration),
        tags: checkedTags(input.tags),
      };
      repositories.put(keyOf(which), record);
      grantRepository(call.core.state, record, call.now);
      return { repository: renderRepository(record) };
    },
  }),

  DescribeRepositories: operation<
    DescribeRepositoriesRequest & Paging,
    Outputs['DescribeRepositories']
  >({
    permissions: (input, call) =>
      (input.repositoryNames ?? ['*']).map((name) => {
        const which = { ...named(call, { ...registry(input), repositoryName: name }) };
        return onRepository(call.core, 'ecr:DescribeRepositories', which);
      }),
    async run(input, call) {
      const registryId = input.registryId ?? call.caller.accountId;
      if (input.repositoryNames !== undefined) {
        const found = input.repositoryNames.map((repositoryName) =>
          repositoryOf(call, { registryId, repositoryName }),
        );
        return { repositories: found.map(renderRepository), nextToken: undefined };
      }
      const prefix = `${registryId}/${call.region}/`;
      const { entries, ...next } = await page(call.core.state.repositories, prefix, input);
      return { repositories: entries.map(({ document }) => renderRepository(document)), ...next };
    },
  }),

  DeleteRepository: operation<DeleteRepositoryRequest & OnRepository, Outputs['DeleteRepository']>({
    permissions: forRepository('DeleteRepository'),
    async run(input, call) {
      const record = repositoryOf(call, input);
      const key = keyOf(record);
      const { state } = call.core;
      const requireEmpty = (): void => {
        if (input.force === true) return;
        if (state.images.list({ prefix: `${key} `, limit: 1 }).length === 0) return;
        throw apiErrors.repositoryNotEmpty(record.name, record.registryId);
      };
      requireEmpty();
      const by = call.caller.arn;
      const lost = (images: readonly ImageRecord[]): void =>
        call.core.imageUse.lost(
          record,
          images.map((image) => ({ kind: 'deleted', image, by })),
        );
      if (input.force === true) await emptyRepository(state, key, call.now, lost);
      else await dropLayers(state, key, call.now, requireEmpty);
      requireEmpty();
      if (repositoryOf(call, input).createdAt !== record.createdAt) {
        throw ecrErrors.repositoryNotFound(record.name, record.registryId);
      }
      const images = state.images.list({ prefix: `${key} ` });
      const uploads = state.metadata.transaction(() => {
        deleteAllImages(state, keyOf(record), call.now);
        state.repositories.delete(keyOf(record));
        state.previews.delete(keyOf(record));
        return forgetUploads(state, keyOf(record));
      });
      lost(images.map(({ document }) => document));
      for (const id of uploads) await call.core.blobs.cancel(id);
      return { repository: renderRepository(record) };
    },
  }),

  PutImageTagMutability: operation<
    PutImageTagMutabilityRequest & OnRepository,
    Outputs['PutImageTagMutability']
  >({
    permissions: forRepository('PutImageTagMutability'),
    run(input, call) {
      const record = { ...repositoryOf(call, input), ...checkedMutability(input) };
      call.core.state.repositories.put(keyOf(record), record);
      const { registryId, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters } =
        renderRepository(record);
      return { registryId, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters };
    },
  }),

  PutImageScanningConfiguration: operation<
    OnRepository & { imageScanningConfiguration: { scanOnPush?: boolean } },
    Outputs['PutImageScanningConfiguration']
  >({
    permissions: forRepository('PutImageScanningConfiguration'),
    run(input, call) {
      const scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false;
      const record = { ...repositoryOf(call, input), scanOnPush };
      call.core.state.repositories.put(keyOf(record), record);
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        imageScanningConfiguration: { scanOnPush },
      };
    },
  }),
};

function registry({ registryId }: { registryId?: string | undefined }) {
  return registryId === undefined ? {} : { registryId };
}
