import type {
  CreateRepositoryCreationTemplateRequest,
  UpdateRepositoryCreationTemplateRequest,
} from '@aws-sdk/client-ecr';
import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { onRepository } from '../../ecr/repository.ts';
import type { CreationTemplateRecord } from '../../state.ts';
import { apiErrors } from './errors.ts';
import { checkedLifecyclePolicy } from './lifecycle-policies.ts';
import type { Outputs, RepositoryCreationTemplate } from './outputs.generated.ts';
import { type Paging, page } from './paging.ts';
import { checkedMutability } from './repositories.ts';
import { forRegistry, named, registryKeyOf } from './requests.ts';
import { checkedTags } from './tags.ts';

type Settings = Partial<
  CreateRepositoryCreationTemplateRequest & UpdateRepositoryCreationTemplateRequest
>;

/** A template creates repositories, so its author must be allowed everything that it does. */
const forTemplate =
  (action: string) =>
  (input: Settings, call: Call): readonly Permission[] => {
    const everyRepository = named(call, { repositoryName: '*' });
    const needed = [
      'CreateRepository',
      ...(input.lifecyclePolicy ? ['PutLifecyclePolicy'] : []),
      ...(input.repositoryPolicy ? ['SetRepositoryPolicy'] : []),
    ];
    return [
      ...forRegistry(action)(input, call),
      ...needed.map((name) => onRepository(call.core, `ecr:${name}`, everyRepository)),
      ...passRole(input.customRoleArn, call),
    ];
  };

/** A caller who passes a role to ECR must be allowed iam:PassRole. */
export function passRole(roleArn: string | undefined, { caller }: Call): readonly Permission[] {
  if (roleArn === undefined || roleArn === '') return [];
  return [{ action: 'iam:PassRole', resource: roleArn, accountId: caller.accountId }];
}

export const creationTemplateOperations: Record<string, Operation> = {
  CreateRepositoryCreationTemplate: operation<
    CreateRepositoryCreationTemplateRequest & { prefix: string },
    Outputs['CreateRepositoryCreationTemplate']
  >({
    permissions: forTemplate('CreateRepositoryCreationTemplate'),
    run(input, call) {
      const { creationTemplates } = call.core.state;
      const key = `${registryKeyOf(call)} ${input.prefix}`;
      const registryId = call.caller.accountId;
      if (creationTemplates.get(key) !== undefined) {
        throw apiErrors.templateExists(input.prefix, registryId);
      }
      const template = withSettings(fresh(input.prefix, call.now), input, call.now);
      creationTemplates.put(key, template);
      return { registryId, repositoryCreationTemplate: render(template) };
    },
  }),
  UpdateRepositoryCreationTemplate: operation<
    UpdateRepositoryCreationTemplateRequest & { prefix: string },
    Outputs['UpdateRepositoryCreationTemplate']
  >({
    permissions: forTemplate('UpdateRepositoryCreationTemplate'),
    run(input, call) {
      const template = withSettings(existing(call, input.prefix), input, call.now);
      call.core.state.creationTemplates.put(`${registryKeyOf(call)} ${input.prefix}`, template);
      return { registryId: call.caller.accountId, repositoryCreationTemplate: render(template) };
    },
  }),
  DeleteRepositoryCreationTemplate: operation<
    { prefix: string },
    Outputs['DeleteRepositoryCreationTemplate']
  >({
    permissions: forRegistry('DeleteRepositoryCreationTemplate'),
    run({ prefix }, call) {
      const template = existing(call, prefix);
      call.core.state.creationTemplates.delete(`${registryKeyOf(call)} ${prefix}`);
      return { registryId: call.caller.accountId, repositoryCreationTemplate: render(template) };
    },
  }),
  DescribeRepositoryCreationTemplates: operation<
    { prefixes?: string[] } & Paging,
    Outputs['DescribeRepositoryCreationTemplates']
  >({
    permissions: forRegistry('DescribeRepositoryCreationTemplates'),
    async run(input, call) {
      const { entries, ...next } = await page(
        call.core.state.creationTemplates,
        `${registryKeyOf(call)} `,
        input,
        ({ prefix }) => input.prefixes?.includes(prefix) ?? true,
      );
      const repositoryCreationTemplates = entries.map(({ document }) => render(document));
      return { registryId: call.caller.accountId, repositoryCreationTemplates, ...next };
    },
  }),
};

function existing(call: Call, prefix: string): CreationTemplateRecord {
  const found = call.core.state.creationTemplates.get(`${registryKeyOf(call)} ${prefix}`);
  if (found === undefined) throw apiErrors.templateNotFound(prefix, call.caller.accountId);
  return found;
}

function fresh(prefix: string, now: number): CreationTemplateRecord {
  return {
    prefix,
    encryption: { encryptionType: 'AES256' },
    tags: {},
    tagMutability: 'MUTABLE',
    mutabilityFilters: [],
    appliedFor: [],
    createdAt: now,
    updatedAt: now,
  };
}

/** Given fields replace those of the template; the rest stays. */
function withSettings(
  before: CreationTemplateRecord,
  input: Settings,
  now: number,
): CreationTemplateRecord {
  const { description, encryptionConfiguration, resourceTags, appliedFor, customRoleArn } = input;
  const { lifecyclePolicy, repositoryPolicy } = input;
  if (lifecyclePolicy) checkedLifecyclePolicy(lifecyclePolicy);
  if (repositoryPolicy) checkRepositoryPolicy(repositoryPolicy);
  const { encryptionType = 'AES256', kmsKey } = encryptionConfiguration ?? {};
  const template = {
    ...before,
    ...(description === undefined ? {} : { description }),
    ...(encryptionConfiguration === undefined
      ? {}
      : { encryption: { encryptionType, ...(kmsKey ? { kmsKey } : {}) } }),
    ...(resourceTags === undefined ? {} : { tags: checkedTags(resourceTags) }),
    ...(input.imageTagMutability === undefined ? {} : checkedMutability(input)),
    ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy }),
    ...(appliedFor === undefined ? {} : { appliedFor }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
    updatedAt: now,
  };
  const needsRole =
    template.encryption.encryptionType !== 'AES256' || Object.keys(template.tags).length > 0;
  if (needsRole && !template.customRoleArn) {
    throw apiErrors.invalidParameter(
      'customRoleArn',
      'must be specified when the template has resource tags or KMS encryption',
    );
  }
  return template;
}

function checkRepositoryPolicy(text: string): void {
  try {
    validatePolicyText(text, 'ecr-repository');
  } catch (error) {
    if (error instanceof PolicyError) throw apiErrors.invalidText(error.message);
    throw error;
  }
}

function render(template: CreationTemplateRecord): RepositoryCreationTemplate {
  const { tags, tagMutability, mutabilityFilters, encryption, createdAt, updatedAt, ...rest } =
    template;
  return {
    ...(rest as RepositoryCreationTemplate),
    encryptionConfiguration: encryption as never,
    resourceTags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    imageTagMutability: tagMutability as never,
    ...(mutabilityFilters.length === 0
      ? {}
      : { imageTagMutabilityExclusionFilters: mutabilityFilters as never }),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}
